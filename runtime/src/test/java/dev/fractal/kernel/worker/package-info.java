/** Proofs about kernels in worker processes. */
@NullMarked
package dev.fractal.kernel.worker;

import org.jspecify.annotations.NullMarked;
