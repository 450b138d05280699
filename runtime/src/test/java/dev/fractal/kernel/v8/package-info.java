/** Proofs about the V8 kernel. */
@NullMarked
package dev.fractal.kernel.v8;

import org.jspecify.annotations.NullMarked;
