/** Proofs about the kernel over any engine. */
@NullMarked
package dev.fractal.kernel.guest;

import org.jspecify.annotations.NullMarked;
