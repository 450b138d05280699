package dev.fractal.bench;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.VariableChanges;
import java.util.List;

/** A kernel that reports its cells to a meter, and the time from one cell of a turn to the next. */
final class MeteredKernel implements Kernel {
  private final Kernel kernel;
  private final StepMeter meter;
  private final Runnable closed;
  private long last;

  MeteredKernel(Kernel kernel, StepMeter meter, Runnable closed) {
    this.kernel = kernel;
    this.meter = meter;
    this.closed = closed;
  }

  @Override
  public CellOutcome evaluate(Cell cell) {
    long now = System.nanoTime();
    meter.step(last == 0 ? 0 : now - last);
    var outcome = kernel.evaluate(cell);
    last = outcome instanceof CellOutcome.Final ? 0 : now;
    return outcome;
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
    closed.run();
  }
}
