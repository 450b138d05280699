/**
 * Kernels in processes of their own: the supervisor in the node, the main class of a worker, what
 * they say.
 */
@NullMarked
package dev.fractal.kernel.worker;

import org.jspecify.annotations.NullMarked;
