/**
 * How a node starts and stops: configuration, cluster membership, and what it lends to sessions.
 */
@NullMarked
package dev.fractal.node;

import org.jspecify.annotations.NullMarked;
