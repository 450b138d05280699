package dev.fractal.kernel.worker;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.guest.JavaScriptContract;
import dev.fractal.kernel.guest.KernelSuite;

/** A kernel on V8 in a worker keeps the contract. */
final class V8WorkerKernelTest extends JavaScriptContract {
  @Override
  protected KernelFactory newFactory() {
    return Workers.on("v8", KernelSuite.SMALL);
  }
}
