package dev.fractal.repl;

import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.GuestCall;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimitException;
import dev.fractal.kernel.KernelLostException;
import dev.fractal.kernel.Opening.Room;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.persistence.payload.PayloadUnavailable;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.CellReport.Ending;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.SavedVariable;
import dev.fractal.protocol.event.Workspace;
import dev.fractal.protocol.event.Workspace.Anchor;
import dev.fractal.schema.ValueSchema;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session's REPL: evaluates steps on a kernel that is a cache. Whenever the kernel does not stand
 * where a task starts, it is rebuilt. Tasks come one after the other, on platform threads; they may
 * block on the payload store. Another session's thread may drop the kernel between two tasks.
 */
public final class Repl implements AutoCloseable {
  /** Kernels that may be lost in a row before it is told. */
  private static final int TRIES = 2;

  /** Cells that took longer together are not left to a rebuild to evaluate again. */
  private static final Duration DEAR = Duration.ofSeconds(2);

  private static final Duration SHORTEST = Duration.ofMillis(20);
  private static final Duration LONGEST = Duration.ofMillis(500);

  private final PayloadStore payloads;
  private final LiveKernel kernel;
  private final IdleKernels idle;
  private final ReentrantLock use = new ReentrantLock();
  private volatile boolean standing;
  private volatile Duration rebuilt = Duration.ZERO;
  private @Nullable StepRun open;
  private long unsavedNanos;

  /**
   * The REPL of a session.
   *
   * @param rebuilds hears of every rebuild
   */
  public Repl(
      SessionId session,
      KernelFactory kernels,
      PayloadStore payloads,
      IdleKernels idle,
      Rebuilds rebuilds) {
    this.payloads = payloads;
    this.idle = idle;
    this.kernel = new LiveKernel(session, kernels, payloads, heard(rebuilds));
  }

  private Rebuilds heard(Rebuilds others) {
    return took -> {
      rebuilt = took;
      others.rebuilt(took);
    };
  }

  /**
   * How long it pays to wait for more before a cell goes on: not at all on a kernel that stands,
   * else about as long as it took to rebuild it. For any thread.
   */
  public Duration lull() {
    if (standing) {
      return Duration.ZERO;
    }
    return Collections.max(List.of(SHORTEST, Collections.min(List.of(LONGEST, rebuilt))));
  }

  /** Evaluates a step, from its start or from where it waits for the task's newest wave. */
  public StepOutcome run(StepTask task) {
    use.lock();
    try {
      idle.remove(this);
      return evaluated(task);
    } finally {
      standing = kernel.isOpen();
      use.unlock();
      idle.add(this);
    }
  }

  /** A kernel that is lost is made up for once; what that costs is told when it is lost again. */
  private StepOutcome evaluated(StepTask task) {
    int lost = 0;
    var room = task.tries().isSuspect() ? Room.ALONE : Room.SHARED;
    while (true) {
      try {
        return proceed(task, taken(task, room), room);
      } catch (KernelLostException e) {
        forget();
        lost++;
        if (lost == TRIES || task.tries().lost(lost).isOver()) {
          return new StepOutcome.Lost(lost, String.valueOf(e.getMessage()));
        }
        room = e.isSuspect() && room == Room.SHARED ? Room.APART : room;
      } catch (KernelLimitException e) {
        forget();
        if (room == Room.ALONE) {
          return halted(new Unfinished(String.valueOf(e.getMessage())));
        }
        room = Room.ALONE;
      } catch (Unfinished e) {
        return halted(e);
      } catch (Divergence e) {
        return diverged(e.failure());
      } catch (PayloadUnavailable e) {
        return diverged(new Failure("ReplBroken", "the REPL cannot be rebuilt: " + e.getMessage()));
      }
    }
  }

  private StepOutcome halted(Unfinished why) {
    forget();
    return new StepOutcome.Halted(why.failure());
  }

  private StepOutcome diverged(Failure why) {
    forget();
    return new StepOutcome.Diverged(why);
  }

  /** Drops the kernel; the next task rebuilds it. */
  @Override
  public void close() {
    use.lock();
    try {
      idle.remove(this);
      forget();
    } finally {
      use.unlock();
    }
  }

  /** Drops the kernel unless a task uses it. */
  void drop() {
    if (use.tryLock()) {
      try {
        forget();
      } finally {
        use.unlock();
      }
    }
  }

  private void forget() {
    kernel.close();
    standing = false;
    open = null;
  }

  private StepRun taken(StepTask task, Room room) {
    var run = open;
    if (run != null && run.continuesWith(task)) {
      run.take(task.step());
    } else {
      run = stood(task, room);
    }
    open = run;
    return run;
  }

  /** A run where its step was last seen, on the kernel as it stands or on a rebuilt one. */
  private StepRun stood(StepTask task, Room room) {
    boolean fresh = task.step().waves().isEmpty();
    if (fresh && room == Room.SHARED && kernel.standsAt(task.workspace())) {
      return kernel.begin(task.turn(), task.step(), task.workspace());
    }
    return Rebuilding.rebuilt(
        room,
        (where, _) -> {
          kernel.rebuild(task, where);
          var run = kernel.begin(task.turn(), task.step(), task.workspace());
          kernel.catchUp(run);
          return run;
        });
  }

  /** Brings the kernel back to before the run's current cell. */
  private void rollBack(StepTask task, StepRun run, Room room) {
    Rebuilding.rebuilt(
        room,
        (where, _) -> {
          kernel.rebuild(task, where);
          kernel.redo(run);
          return run;
        });
  }

  private StepOutcome proceed(StepTask task, StepRun run, Room room) {
    Optional<String> result = Optional.empty();
    while (!run.done()) {
      long begun = System.nanoTime();
      var outcome = kernel.advance(run, task.save());
      unsavedNanos += System.nanoTime() - begun;
      switch (outcome) {
        case CellOutcome.Suspended(var calls, var cancelled) -> {
          run.suspend();
          return new StepOutcome.Waiting(
              run.index(), calls.stream().map(this::kept).toList(), cancelled);
        }
        case CellOutcome.Completed(var printed, var shown) ->
            run.ended(Ending.COMPLETED, "", printed, shown);
        case CellOutcome.Final(var printed, var value) -> {
          var misfit = task.schema().flatMap(schema -> misfit(schema, value));
          run.ended(
              misfit.isPresent() ? Ending.MISMATCH : Ending.FINAL, misfit.orElse(""), printed, "");
          result = misfit.isPresent() ? Optional.empty() : Optional.of(value);
          run.skipRest();
        }
        case CellOutcome.Threw(var printed, var error) -> {
          run.ended(Ending.THREW, error, printed, "");
          run.skipRest();
        }
        case CellOutcome.LimitExceeded(var printed, var _, var detail) -> {
          rollBack(task, run, room);
          run.ended(Ending.LIMIT, detail, printed, "");
          run.skipRest();
        }
      }
    }
    return finish(task, run, result);
  }

  /** Why the value that {@code FINAL} was given is not what the caller asked for. */
  private Optional<String> misfit(Content schema, String value) {
    try {
      return ValueSchema.read(payloads.text(schema))
          .problem(value)
          .map(why -> "FINAL's value does not fit the caller's schema: " + why);
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private StepOutcome finish(StepTask task, StepRun run, Optional<String> result) {
    open = null;
    var before = task.workspace();
    boolean saves = task.save() || result.isPresent() || unsavedNanos > DEAR.toNanos();
    kernel.settle(new Anchor(before.anchor().generation(), task.turn(), task.step().step()), saves);
    var digests = kernel.digests();
    var dear = saves ? Observation.dearReplay(before.replay().size() + 1, kernel.inexact()) : "";
    return new StepOutcome.Evaluated(
        run.reports(),
        payloads.keep(run.observation() + dear),
        changed(before.digests(), digests),
        result.map(payloads::keep),
        saves ? Optional.of(save(before, digests)) : Optional.empty());
  }

  private static StepOutcome.Digests changed(
      Map<String, String> before, Map<String, String> after) {
    var changed = new HashMap<>(after);
    changed.entrySet().removeAll(before.entrySet());
    var removed = before.keySet().stream().filter(name -> !after.containsKey(name)).sorted();
    return new StepOutcome.Digests(changed, removed.toList());
  }

  /** Everything that differs from the newest complete save. */
  private StepOutcome.Save save(Workspace before, Map<String, String> digests) {
    var saved = new HashMap<String, SavedVariable>();
    digests.forEach(
        (name, digest) -> {
          var old = before.saved().get(name);
          if (old == null || !old.digest().equals(digest)) {
            saved.put(
                name, new SavedVariable(digest, payloads.keep(kernel.unsaved(name).encoded())));
          }
        });
    List<String> removed =
        before.saved().keySet().stream().filter(name -> !digests.containsKey(name)).toList();
    var inexact = kernel.inexact();
    unsavedNanos = 0;
    if (inexact.isEmpty()) {
      kernel.saved();
    }
    return new StepOutcome.Save(saved, removed, inexact);
  }

  private HostCall kept(GuestCall call) {
    return new HostCall(
        call.call(), call.function(), payloads.keep(call.arguments()), call.promise());
  }
}
