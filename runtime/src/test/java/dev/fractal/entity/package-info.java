/** Proofs of how sessions are placed and configured. */
@NullMarked
package dev.fractal.entity;

import org.jspecify.annotations.NullMarked;
