/** Proofs about the GraalJS kernel. */
@NullMarked
package dev.fractal.kernel.graal;

import org.jspecify.annotations.NullMarked;
