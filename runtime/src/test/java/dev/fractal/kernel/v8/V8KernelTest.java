package dev.fractal.kernel.v8;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.guest.GuestKernelFactory;
import dev.fractal.kernel.guest.JavaScriptContract;
import dev.fractal.kernel.guest.KernelSuite;

/** The V8 kernel keeps the contract. */
final class V8KernelTest extends JavaScriptContract {
  @Override
  protected KernelFactory newFactory() {
    return new GuestKernelFactory(new V8Engine(KernelSuite.SMALL), KernelSuite.SMALL);
  }
}
