package dev.fractal.repl;

import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.GuestCall;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelRestoreException;
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
  private final PayloadStore payloads;
  private final LiveKernel kernel;
  private final IdleKernels idle;
  private final ReentrantLock use = new ReentrantLock();
  private @Nullable StepRun open;

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
    this.kernel = new LiveKernel(session, kernels, payloads, rebuilds);
  }

  /** Evaluates a step, from its start or from where it waits for the task's newest wave. */
  public StepOutcome run(StepTask task) {
    use.lock();
    try {
      idle.remove(this);
      return evaluated(task);
    } finally {
      use.unlock();
      idle.add(this);
    }
  }

  private StepOutcome evaluated(StepTask task) {
    try {
      return proceed(task, taken(task));
    } catch (Divergence e) {
      forget();
      return new StepOutcome.Diverged(e.failure());
    } catch (KernelRestoreException | PayloadUnavailable e) {
      forget();
      return new StepOutcome.Diverged(
          new Failure("ReplBroken", "the REPL cannot be rebuilt: " + e.getMessage()));
    }
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
    open = null;
  }

  private StepRun taken(StepTask task) {
    var run = open;
    if (run != null && run.continuesWith(task)) {
      run.take(task.step());
    } else {
      kernel.stand(task.workspace(), task.granted());
      run = kernel.begin(task.turn(), task.step(), task.workspace());
      kernel.leave();
    }
    open = run;
    return run;
  }

  private StepOutcome proceed(StepTask task, StepRun run) {
    Optional<String> result = Optional.empty();
    while (!run.done()) {
      switch (kernel.advance(run)) {
        case CellOutcome.Suspended(var calls) -> {
          run.waitFor(calls);
          return new StepOutcome.Waiting(run.index(), calls.stream().map(this::kept).toList());
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
          kernel.rollBack(task.workspace(), task.granted(), run);
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
    boolean saves = task.save() || result.isPresent();
    var changes =
        kernel.settle(
            new Anchor(before.anchor().generation(), task.turn(), task.step().step()), saves);
    var changed = new HashMap<String, String>();
    changes.changed().forEach((name, dumped) -> changed.put(name, dumped.digest()));
    var digests = new HashMap<>(before.digests());
    digests.putAll(changed);
    changes.removed().forEach(digests::remove);
    return new StepOutcome.Evaluated(
        run.reports(),
        payloads.keep(run.observation()),
        new StepOutcome.Digests(changed, changes.removed()),
        result.map(payloads::keep),
        saves ? Optional.of(save(before, digests)) : Optional.empty());
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
    if (inexact.isEmpty()) {
      kernel.saved();
    }
    return new StepOutcome.Save(saved, removed, inexact);
  }

  private HostCall kept(GuestCall call) {
    return new HostCall(call.call(), call.function(), payloads.keep(call.arguments()));
  }
}
