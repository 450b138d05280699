package dev.fractal.kernel.worker;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.guest.DeliverySuite;
import dev.fractal.kernel.guest.InputsSuite;
import dev.fractal.kernel.guest.LimitsSuite;
import dev.fractal.kernel.guest.NotebookSemanticsSuite;
import dev.fractal.kernel.guest.ReplaySuite;
import dev.fractal.kernel.guest.SandboxSuite;
import dev.fractal.kernel.guest.SnapshotSuite;
import org.junit.jupiter.api.Nested;

/** The suites on V8, in a worker. */
final class V8WorkerSuitesTest {
  @Nested
  final class Delivery extends DeliverySuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return Workers.on("v8", limits);
    }
  }

  @Nested
  final class NotebookSemantics extends NotebookSemanticsSuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return Workers.on("v8", limits);
    }
  }

  @Nested
  final class Snapshot extends SnapshotSuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return Workers.on("v8", limits);
    }
  }

  @Nested
  final class Sandbox extends SandboxSuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return Workers.on("v8", limits);
    }
  }

  @Nested
  final class Replay extends ReplaySuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return Workers.on("v8", limits);
    }
  }

  @Nested
  final class Inputs extends InputsSuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return Workers.on("v8", limits);
    }
  }

  @Nested
  final class Limits extends LimitsSuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return Workers.on("v8", limits);
    }
  }
}
