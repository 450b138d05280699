package dev.fractal.kernel.worker;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelLimitException;
import dev.fractal.kernel.KernelLostException;
import dev.fractal.kernel.KernelRestoreException;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.VariableChanges;
import java.util.HashMap;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A kernel in a worker, as its node sees it. */
final class WorkerKernel implements Kernel {
  private final WorkerProcess worker;
  private final InputCopies inputs;
  private final long number;
  private final LongConsumer closing;
  private Request.Look look = Request.Look.NONE;
  private @Nullable Answer walked;
  private boolean closed;

  private WorkerKernel(WorkerProcess worker, InputCopies inputs, LongConsumer closing) {
    this.worker = worker;
    this.inputs = inputs;
    this.closing = closing;
    this.number = worker.nextNumber();
  }

  /** Opens one; {@code closing} gets its number when it is to be closed. */
  static WorkerKernel open(
      WorkerProcess worker, InputCopies inputs, Opening opening, LongConsumer closing) {
    var kernel = new WorkerKernel(worker, inputs, closing);
    try {
      kernel.quiet(
          new Request.Open(
              worker.nextNumber(), kernel.number, opening.variables(), opening.granted()));
      return kernel;
    } catch (RuntimeException e) {
      kernel.close();
      throw e;
    }
  }

  @Override
  public void expect(boolean last, boolean save) {
    look = new Request.Look(true, last, save);
  }

  @Override
  public CellOutcome evaluate(Cell cell) {
    var copies = new HashMap<String, InputCopy>();
    cell.inputs().forEach((name, text) -> copies.put(name, inputs.of(text)));
    return outcome(
        new Request.Evaluate(
            worker.nextNumber(),
            number,
            cell.source(),
            cell.name(),
            cell.seed(),
            cell.moment(),
            copies,
            cell.replayed(),
            look));
  }

  @Override
  public CellOutcome resume(List<GuestResult> results, Moment moment) {
    return outcome(new Request.Resume(worker.nextNumber(), number, results, moment, look));
  }

  private CellOutcome outcome(Request request) {
    look = Request.Look.NONE;
    walked = null;
    try {
      return switch (worker.ask(request)) {
        case Answer.Outcome(long _, CellOutcome outcome, Answer after) -> {
          walked = after;
          yield outcome;
        }
        case Answer.Evicted(long _, String message) -> throw new KernelLostException(message, true);
        case Answer.Limited(long _, var limit, String message) ->
            new CellOutcome.LimitExceeded("", limit, message);
        case Answer other -> throw unexpected(other);
      };
    } catch (WorkerEndedException e) {
      if (e.isGuilty()) {
        return new CellOutcome.LimitExceeded(
            "",
            e.end().limit(),
            "the cell ended its process: " + e.end().sentence() + "; do less per cell");
      }
      throw e.lost();
    } catch (KernelLimitException e) {
      return new CellOutcome.LimitExceeded("", e.limit(), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public VariableChanges changes() {
    return walked(false);
  }

  @Override
  public VariableChanges save() {
    return walked(true);
  }

  /** What a worker told of a step and not for a save is not told by it again. */
  private VariableChanges walked(boolean save) {
    Answer before = walked;
    walked = null;
    if (before == null) {
      return asked(save).changes();
    }
    Answer.Changes known = changes(before);
    return save && !known.save() ? known.changes().then(asked(true).changes()) : known.changes();
  }

  private Answer.Changes asked(boolean save) {
    return changes(quiet(new Request.Walk(worker.nextNumber(), number, save)));
  }

  private static Answer.Changes changes(Answer answer) {
    return switch (answer) {
      case Answer.Changes changes -> changes;
      case Answer.Limited(long _, var limit, String message) ->
          throw new KernelLimitException(limit, message);
      case Answer other -> throw unexpected(other);
    };
  }

  /** Asks for work outside of a cell. */
  private Answer quiet(Request request) {
    try {
      return switch (worker.ask(request)) {
        case Answer.Evicted(long _, String message) -> throw new KernelLostException(message, true);
        case Answer.Unrestored(long _, String message) -> throw new KernelRestoreException(message);
        case Answer.Limited(long _, var limit, String message) ->
            throw new KernelLimitException(limit, message);
        case Answer other -> other;
      };
    } catch (WorkerEndedException e) {
      if (e.isGuilty()) {
        throw new KernelLimitException(
            e.end().limit(), "The variables could not be read: " + e.end().sentence() + ".");
      }
      throw e.lost();
    }
  }

  private static IllegalStateException unexpected(Answer answer) {
    return new IllegalStateException(
        answer instanceof Answer.Defect(long _, String message)
            ? "the kernel failed in its worker: " + message
            : "the worker's answer fits no request: " + answer);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      closing.accept(number);
    }
  }
}
