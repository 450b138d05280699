package dev.fractal.kernel.v8;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.guest.GuestKernelFactory;
import dev.fractal.kernel.guest.JavaScriptContract;
import java.time.Duration;

/** The V8 kernel keeps the contract. */
final class V8KernelTest extends JavaScriptContract {
  private static final KernelLimits LIMITS =
      new KernelLimits(Duration.ofMillis(800), 256L << 20, 256L << 20, 20_000, 20, 50, 4 << 20, 20);

  @Override
  protected KernelFactory newFactory() {
    return new GuestKernelFactory(new V8Engine(LIMITS), LIMITS);
  }
}
