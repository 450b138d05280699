package dev.fractal.kernel.v8;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.guest.DeliverySuite;
import dev.fractal.kernel.guest.GeneratedStatesSuite;
import dev.fractal.kernel.guest.GuestKernelFactory;
import dev.fractal.kernel.guest.InputsSuite;
import dev.fractal.kernel.guest.NotebookSemanticsSuite;
import dev.fractal.kernel.guest.ReplaySuite;
import dev.fractal.kernel.guest.SandboxSuite;
import dev.fractal.kernel.guest.SnapshotSuite;
import dev.fractal.kernel.guest.WalkerSuite;
import org.junit.jupiter.api.Nested;

/** The suites on V8 in this process, but for those that end it: they run in workers. */
final class V8SuitesTest {
  @Nested
  final class Delivery extends DeliverySuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return new GuestKernelFactory(new V8Engine(limits), limits);
    }
  }

  @Nested
  final class NotebookSemantics extends NotebookSemanticsSuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return new GuestKernelFactory(new V8Engine(limits), limits);
    }
  }

  @Nested
  final class Snapshot extends SnapshotSuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return new GuestKernelFactory(new V8Engine(limits), limits);
    }
  }

  @Nested
  final class Walker extends WalkerSuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return new GuestKernelFactory(new V8Engine(limits), limits);
    }
  }

  @Nested
  final class Generated extends GeneratedStatesSuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return new GuestKernelFactory(new V8Engine(limits), limits);
    }
  }

  @Nested
  final class Sandbox extends SandboxSuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return new GuestKernelFactory(new V8Engine(limits), limits);
    }
  }

  @Nested
  final class Replay extends ReplaySuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return new GuestKernelFactory(new V8Engine(limits), limits);
    }
  }

  @Nested
  final class Inputs extends InputsSuite {
    @Override
    protected KernelFactory newFactory(KernelLimits limits) {
      return new GuestKernelFactory(new V8Engine(limits), limits);
    }
  }
}
