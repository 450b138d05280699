package dev.fractal.kernel.worker;

import dev.fractal.confinement.Wrap;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimits;
import java.time.Duration;

/** Worker kernels as tests want them. */
final class Workers {
  private Workers() {}

  static WorkerSettings settings() {
    return new WorkerSettings(
        1, 1200L << 20, 512L << 20, false, 2, Duration.ofSeconds(20), 1L << 30, Wrap.REQUIRED);
  }

  static KernelFactory on(String engine, KernelLimits limits) {
    return WorkerKernels.started(engine, engine, limits, settings());
  }
}
