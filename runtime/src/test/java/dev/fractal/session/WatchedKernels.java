package dev.fractal.session;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.VariableChanges;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Kernels of another factory; the test sees when they are opened and closed. */
final class WatchedKernels implements KernelFactory {
  private static final long PATIENCE_SECONDS = 20;

  private final KernelFactory kernels;
  private final AtomicInteger opened = new AtomicInteger();
  private final Semaphore closed = new Semaphore(0);

  WatchedKernels(KernelFactory kernels) {
    this.kernels = kernels;
  }

  int opened() {
    return opened.get();
  }

  /** Waits until one more kernel is closed. */
  void awaitClosed() throws InterruptedException {
    if (!closed.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("no kernel was closed");
    }
  }

  @Override
  public String stamp() {
    return kernels.stamp();
  }

  @Override
  public Kernel open(Opening opening) {
    opened.incrementAndGet();
    return new Watched(kernels.open(opening), closed);
  }

  @Override
  public void close() {
    kernels.close();
  }

  private record Watched(Kernel kernel, Semaphore closed) implements Kernel {
    @Override
    public CellOutcome evaluate(Cell cell) {
      return kernel.evaluate(cell);
    }

    @Override
    public CellOutcome resume(List<GuestResult> results, Moment moment) {
      return kernel.resume(results, moment);
    }

    @Override
    public void expect(boolean last, boolean save) {
      kernel.expect(last, save);
    }

    @Override
    public VariableChanges changes() {
      return kernel.changes();
    }

    @Override
    public VariableChanges save() {
      return kernel.save();
    }

    @Override
    public void close() {
      kernel.close();
      closed.release();
    }
  }
}
