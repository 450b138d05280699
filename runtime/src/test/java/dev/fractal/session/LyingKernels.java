package dev.fractal.session;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimitException;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.VariableChanges;
import dev.fractal.kernel.VariableChanges.Dumped;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/**
 * Kernels whose cells come out otherwise when they are evaluated again, for as long as the test
 * wants that; what was saved is restored as it is.
 */
final class LyingKernels implements KernelFactory {
  private final KernelFactory kernels;
  private final Semaphore gate = new Semaphore(Integer.MAX_VALUE / 2);
  private volatile Mood mood = Mood.HONEST;

  /** What becomes of cells that are evaluated again. */
  enum Mood {
    HONEST,
    /** Their variables have other values. */
    LYING,
    /** They need more room than there is. */
    CRAMPED
  }

  LyingKernels(KernelFactory kernels) {
    this.kernels = kernels;
  }

  void are(Mood now) {
    mood = now;
  }

  /** Has the opening of kernels wait until {@link #open}. */
  void hold() {
    gate.drainPermits();
  }

  /** Whether something waits to open a kernel. */
  boolean isWaitedFor() {
    return gate.hasQueuedThreads();
  }

  void open() {
    gate.release(Integer.MAX_VALUE / 2);
  }

  @Override
  public String stamp() {
    return kernels.stamp();
  }

  @Override
  public Kernel open(Opening opening) {
    gate.acquireUninterruptibly();
    return new Lying(kernels.open(opening));
  }

  @Override
  public void close() {
    kernels.close();
  }

  private final class Lying implements Kernel {
    private final Kernel kernel;
    private boolean replayed;

    Lying(Kernel kernel) {
      this.kernel = kernel;
    }

    @Override
    public CellOutcome evaluate(Cell cell) {
      if (cell.replayed() && mood == Mood.CRAMPED) {
        throw new KernelLimitException(CellOutcome.Limit.CPU_TIME, "there is too little room");
      }
      replayed |= cell.replayed();
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
      return told(kernel.changes());
    }

    @Override
    public VariableChanges save() {
      return told(kernel.save());
    }

    private VariableChanges told(VariableChanges changes) {
      if (!replayed || mood != Mood.LYING) {
        return changes;
      }
      var others = new TreeMap<String, Dumped>();
      changes
          .changed()
          .forEach((name, dumped) -> others.put(name, new Dumped("other", dumped.encoded())));
      return new VariableChanges(others, changes.removed(), changes.inexact(), changes.size());
    }

    @Override
    public void close() {
      kernel.close();
    }
  }
}
