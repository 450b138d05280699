/** Proofs with three node processes on one PostgreSQL. */
@NullMarked
package dev.fractal.fleet;

import org.jspecify.annotations.NullMarked;
