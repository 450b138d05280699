package dev.fractal.node;

import com.typesafe.config.Config;
import dev.fractal.kernel.KernelFactory;

final class Kernels {
  private Kernels() {}

  static KernelFactory open(Config config) {
    throw new MissingPartException("this build has no kernel" + config.origin());
  }
}
