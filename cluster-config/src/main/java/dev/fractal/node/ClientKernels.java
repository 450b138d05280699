package dev.fractal.node;

import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.Opening;

/**
 * The kernels of a process that evaluates nothing: it names those of the sessions that it starts.
 */
record ClientKernels(String stamp) implements KernelFactory {
  @Override
  public Kernel open(Opening opening) {
    throw new IllegalStateException("a client of a cluster hosts no sessions and opens no kernel");
  }

  @Override
  public void close() {}
}
