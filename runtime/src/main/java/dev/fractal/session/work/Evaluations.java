package dev.fractal.session.work;

import dev.fractal.kernel.Granted;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionId;
import dev.fractal.repl.Repl;
import dev.fractal.repl.StepOutcome;
import dev.fractal.repl.StepTask;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.StepDone;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.Work;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates a session's steps, one after the other. While the store is away a step is evaluated
 * again, on a kernel that is rebuilt: what it had reached was nowhere recorded.
 */
public final class Evaluations {
  private static final Logger LOG = LoggerFactory.getLogger(Evaluations.class);

  private final Repl repl;
  private final SerialTasks cells;
  private final ToolCalls tools;
  private volatile String tree;

  public Evaluations(SessionId session, Repl repl, SerialTasks cells, ToolCalls tools) {
    this.tree = session.value();
    this.repl = repl;
    this.cells = cells;
    this.tools = tools;
  }

  /** The tree whose turn it has to be. */
  void belongTo(SessionId root) {
    tree = root.value();
  }

  /** Completes with the message that the session gets. For the actor's thread. */
  CompletableFuture<SessionMessage> evaluate(Work.EvaluateStep work, InTurn at) {
    var spec = at.core().spec();
    var granted = tools.granted(spec);
    // A child runs one turn: after its FINAL the kernel is of no use.
    boolean onlyTurn = spec.descent().depth() > 0;
    var outcome = new CompletableFuture<SessionMessage>();
    Executor threads = task -> cells.submit(tree, LogIds.about(work.key(), task));
    var call =
        new StoreCall<>(
            work.key(), threads, () -> evaluated(work, granted, spec.kernel()), outcome::isDone);
    threads.execute(
        () -> {
          if (!outcome.isDone()) {
            call.here((done, problem) -> outcome.complete(message(work, onlyTurn, done, problem)));
          }
        });
    return outcome;
  }

  private StepOutcome evaluated(Work.EvaluateStep work, Granted granted, String stamp) {
    try {
      return repl.run(
          new StepTask(
              work.workspace(),
              work.turn(),
              work.step(),
              granted,
              work.schema(),
              work.save(),
              work.tries(),
              stamp));
    } catch (RuntimeException e) {
      repl.close();
      throw e;
    }
  }

  private SessionMessage message(
      Work.EvaluateStep work,
      boolean onlyTurn,
      @Nullable StepOutcome done,
      @Nullable Exception problem) {
    if (done == null) {
      LOG.error("evaluation {} failed unexpectedly", work.key(), problem);
      var why = "evaluating " + work.key() + " failed unexpectedly: " + problem;
      return new StepDone(work.key(), new StepOutcome.Halted(new Failure("KernelDefect", why)));
    }
    if (onlyTurn
        && done instanceof StepOutcome.Evaluated evaluated
        && evaluated.result().isPresent()) {
      repl.close();
    }
    return new StepDone(work.key(), done);
  }

  /** How long it pays to wait for more results before a cell goes on with some. */
  Duration lull() {
    return repl.lull();
  }

  /** Drops the kernel once no cell runs; it is rebuilt when it is needed. */
  void dropKernel() {
    cells.submit(tree, repl::close);
  }
}
