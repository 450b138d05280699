/** Proofs about whole processes and whole nodes: kills, limits, bad input, the launcher. */
@NullMarked
package dev.fractal.proof;

import org.jspecify.annotations.NullMarked;
