package dev.fractal.kernel.graal;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.guest.JavaScriptContract;

/** The GraalJS kernel keeps the contract. */
final class GraalKernelTest extends JavaScriptContract {
  @Override
  protected KernelFactory newFactory() {
    return new GraalKernelFactory(Notebook.SMALL);
  }
}
