/** Sessions as sharded entities of a cluster, and the facade that asks them. */
@NullMarked
package dev.fractal.entity;

import org.jspecify.annotations.NullMarked;
