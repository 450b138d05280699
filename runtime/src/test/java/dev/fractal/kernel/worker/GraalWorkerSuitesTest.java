package dev.fractal.kernel.worker;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.guest.DeliverySuite;
import dev.fractal.kernel.guest.InputsSuite;
import dev.fractal.kernel.guest.LimitsSuite;
import org.junit.jupiter.api.Nested;

/** The suites on GraalJS, in a worker. */
final class GraalWorkerSuitesTest {
  @Nested
  final class Delivery extends DeliverySuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return Workers.on("graaljs", limits);
    }
  }

  @Nested
  final class Inputs extends InputsSuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return Workers.on("graaljs", limits);
    }
  }

  @Nested
  final class Limits extends LimitsSuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return Workers.on("graaljs", limits);
    }
  }
}
