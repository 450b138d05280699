package dev.fractal.node;

import com.typesafe.config.Config;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.graal.GraalKernelFactory;

/** The kernels of this build. */
final class Kernels {
  private Kernels() {}

  static KernelFactory open(Config config) {
    var limits = KernelConfig.limits(config);
    return new OpeningKernels(GraalKernelFactory.STAMP, () -> new GraalKernelFactory(limits));
  }
}
