package dev.fractal.kernel.graal;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.guest.JavaScriptContract;
import dev.fractal.kernel.guest.KernelSuite;

/** The GraalJS kernel keeps the contract. */
final class GraalKernelTest extends JavaScriptContract {
  @Override
  protected KernelFactory newFactory() {
    return new GraalKernelFactory(KernelSuite.SMALL);
  }
}
