package dev.fractal.kernel.differential;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.graal.GraalEngine;
import dev.fractal.kernel.guest.Engine;
import dev.fractal.kernel.guest.GuestKernelFactory;
import dev.fractal.kernel.v8.V8Engine;
import dev.fractal.kernel.v8.V8Library;
import java.time.Duration;

/** The engines that programs run on, with limits that no program here is to meet. */
final class Engines {
  private static final KernelLimits WIDE =
      new KernelLimits(
          Duration.ofSeconds(20), 512L << 20, 512L << 20, 4 << 20, 100, 100, 64 << 20, 20);

  private Engines() {}

  static KernelFactory graal() {
    return new GuestKernelFactory(new GraalEngine(), WIDE);
  }

  static KernelFactory fast() {
    return new GuestKernelFactory(fastEngine(), WIDE);
  }

  /** The fast engine with a fault. */
  static KernelFactory forgetful() {
    return new GuestKernelFactory(new Forgetful(fastEngine()), WIDE);
  }

  /** V8 where this build has it. */
  private static Engine fastEngine() {
    return V8Library.isThere() ? new V8Engine(WIDE) : new GraalEngine();
  }
}
