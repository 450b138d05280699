package dev.fractal.kernel;

import dev.fractal.kernel.CellOutcome.Limit;
import dev.fractal.kernel.Opening.Room;
import dev.fractal.kernel.VariableChanges.Dumped;
import dev.fractal.protocol.Sha256;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Fake kernels in trouble: each one that is opened has the next trouble, then there is none. */
public final class TroubledKernels implements KernelFactory {
  /** What is wrong with a kernel. */
  public enum Trouble {
    NONE,
    /** Every variable comes out as another value. */
    LIES,
    /** The same, another one each time. */
    LIES_AT_RANDOM,
    /** Cells that are replayed break a limit. */
    REPLAY_LIMIT,
    /** Walks break a limit. */
    WALK_LIMIT,
    /** Its process ends with its first cell that is new. */
    LOST,
    /** The same, and it may be this session's fault. */
    LOST_SUSPECT,
    /** Its process ends when it is opened. */
    LOST_AT_ONCE,
    /** It cannot be opened now. */
    AWAY,
    /** A defect. */
    DEFECT
  }

  private final FakeKernelFactory fakes = new FakeKernelFactory();
  private final Queue<Trouble> troubles = new ArrayDeque<>();
  private final List<Room> rooms = new CopyOnWriteArrayList<>();
  private int lies;

  /** The kernels that are opened next have these. */
  public synchronized void expect(Trouble... coming) {
    troubles.clear();
    troubles.addAll(Arrays.asList(coming));
    rooms.clear();
  }

  /** Where kernels were opened since troubles were expected. */
  public List<Room> rooms() {
    return List.copyOf(rooms);
  }

  @Override
  public String stamp() {
    return fakes.stamp();
  }

  @Override
  public synchronized Kernel open(Opening opening) {
    var trouble = troubles.isEmpty() ? Trouble.NONE : troubles.remove();
    rooms.add(opening.room());
    if (trouble == Trouble.LOST_AT_ONCE) {
      throw new KernelLostException("the process was killed", false);
    }
    if (trouble == Trouble.AWAY) {
      throw new EngineAwayException("no worker can be started", new IOException("no memory"));
    }
    lies++;
    return new Troubled(
        fakes.open(opening), trouble, trouble == Trouble.LIES_AT_RANDOM ? "lie " + lies : "lie");
  }

  @Override
  public void close() {
    fakes.close();
  }

  private record Troubled(Kernel kernel, Trouble trouble, String lie) implements Kernel {
    @Override
    public CellOutcome evaluate(Cell cell) {
      return switch (trouble) {
        case REPLAY_LIMIT ->
            cell.replayed()
                ? new CellOutcome.LimitExceeded("", Limit.CPU_TIME, "it took too long")
                : kernel.evaluate(cell);
        case LOST, LOST_SUSPECT -> {
          if (cell.replayed()) {
            yield kernel.evaluate(cell);
          }
          throw new KernelLostException("the process was killed", trouble == Trouble.LOST_SUSPECT);
        }
        case DEFECT -> throw new IllegalStateException("a defect");
        case NONE, LIES, LIES_AT_RANDOM, WALK_LIMIT, LOST_AT_ONCE, AWAY -> kernel.evaluate(cell);
      };
    }

    @Override
    public CellOutcome resume(List<GuestResult> results, Moment moment) {
      return kernel.resume(results, moment);
    }

    @Override
    public VariableChanges changes() {
      return walked(kernel.changes());
    }

    @Override
    public VariableChanges save() {
      return walked(kernel.save());
    }

    private VariableChanges walked(VariableChanges honest) {
      return switch (trouble) {
        case WALK_LIMIT -> throw new KernelLimitException(Limit.MEMORY, "no memory for the walk");
        case LIES, LIES_AT_RANDOM -> {
          var changed = new HashMap<String, Dumped>();
          honest
              .changed()
              .keySet()
              .forEach(name -> changed.put(name, new Dumped(Sha256.of(lie), lie)));
          yield new VariableChanges(changed, honest.removed(), honest.inexact(), honest.size());
        }
        case NONE, REPLAY_LIMIT, LOST, LOST_SUSPECT, LOST_AT_ONCE, AWAY, DEFECT -> honest;
      };
    }

    @Override
    public void close() {
      kernel.close();
    }
  }
}
