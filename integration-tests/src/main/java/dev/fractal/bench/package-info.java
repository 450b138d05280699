/**
 * Benchmarks of a node against the bare journal on the same database: {@code bin/fractal bench}.
 */
@NullMarked
package dev.fractal.bench;

import org.jspecify.annotations.NullMarked;
