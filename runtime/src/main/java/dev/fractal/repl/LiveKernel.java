package dev.fractal.repl;

import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.InputText;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelRestoreException;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.VariableChanges.Dumped;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.Workspace;
import dev.fractal.protocol.event.Workspace.Anchor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kernel of a REPL with the state that it stands at, and the way to get it there: restore the
 * newest complete save, evaluate the recorded steps with their recorded results, compare digests.
 */
final class LiveKernel implements AutoCloseable {
  private final SessionId session;
  private final KernelFactory kernels;
  private final PayloadStore payloads;
  private final Rebuilds rebuilds;
  private final Replay replay;
  private final Map<String, String> digests = new HashMap<>();
  private final Map<String, Dumped> unsaved = new HashMap<>();
  private Map<String, String> inexact = Map.of();
  private @Nullable Kernel kernel;
  private @Nullable Anchor anchor;

  LiveKernel(SessionId session, KernelFactory kernels, PayloadStore payloads, Rebuilds rebuilds) {
    this.session = session;
    this.kernels = kernels;
    this.payloads = payloads;
    this.rebuilds = rebuilds;
    this.replay = new Replay(payloads);
  }

  boolean isOpen() {
    return kernel != null;
  }

  boolean standsAt(Workspace workspace) {
    return kernel != null && workspace.anchor().equals(anchor);
  }

  /** A step is about to change the variables: until it is over the kernel stands nowhere. */
  StepRun begin(int turn, StepRecord step, Workspace workspace) {
    anchor = null;
    return run(session, turn, step, workspace.inputs());
  }

  private StepRun run(SessionId evaluator, int turn, StepRecord step, Map<String, InputRef> refs) {
    var inputs = new HashMap<String, InputText>();
    refs.forEach((name, ref) -> inputs.put(name, new StoredInput(payloads, ref)));
    return new StepRun(evaluator, turn, step, Cells.of(payloads.text(step.reply())), inputs);
  }

  /** Brings a run to where its step was last seen. */
  void catchUp(StepRun run) {
    while (!run.isCaughtUp()) {
      replay.towardsNewestWave(live(), run);
    }
  }

  /**
   * Evaluates the next cell, or delivers the newest wave to the one that waits for it.
   *
   * @param save whether the variables are saved after the step
   */
  CellOutcome advance(StepRun run, boolean save) {
    live().expect(run.isAtLastCell(), save);
    return run.waits() ? replay.deliver(live(), run) : live().evaluate(run.cell(false));
  }

  /** Walks the variables; the kernel stands at the step's end. */
  void settle(Anchor reached, boolean save) {
    var changes = save ? live().save() : live().changes();
    changes.changed().forEach((name, dumped) -> digests.put(name, dumped.digest()));
    changes.removed().forEach(digests::remove);
    unsaved.putAll(changes.changed());
    inexact = changes.inexact();
    anchor = reached;
  }

  /** Digests of all variables, as of the last walk. */
  Map<String, String> digests() {
    return Map.copyOf(digests);
  }

  Dumped unsaved(String name) {
    var dumped = unsaved.get(name);
    if (dumped == null) {
      throw new IllegalStateException("variable '" + name + "' has changed, but has no new form");
    }
    return dumped;
  }

  Map<String, String> inexact() {
    return inexact;
  }

  void saved() {
    unsaved.clear();
  }

  /** Does the cells of a run again that are over, up to the one that another run stands at. */
  void redo(StepRun run) {
    anchor = null;
    var again = run.again();
    while (again.index() < run.index()) {
      replay.cell(live(), again, run.reports().get(again.index()).ending());
    }
  }

  /**
   * Opens a kernel and brings it to where a task starts. Digests that another kernel recorded are
   * not compared, only how cells ended and what they asked for: older ones told some of them stale.
   */
  void rebuild(StepTask task, Opening.Room room) {
    rebuild(task.workspace(), task.granted(), task.stamp(), room);
  }

  void rebuild(Workspace workspace, Granted granted, String stamp, Opening.Room room) {
    long begun = System.nanoTime();
    close();
    var restored = new HashMap<String, String>();
    workspace
        .saved()
        .forEach((name, variable) -> restored.put(name, payloads.text(variable.encoded())));
    try {
      kernel = kernels.open(new Opening(restored, granted, kernels.stamp(), room));
    } catch (KernelRestoreException e) {
      throw Divergence.broken(String.valueOf(e.getMessage()));
    }
    workspace.saved().forEach((name, variable) -> digests.put(name, variable.digest()));
    for (var recorded : workspace.replay()) {
      var run =
          run(
              recorded.origin().orElse(session),
              recorded.turn(),
              recorded.step(),
              recorded.inputs());
      while (!run.done()) {
        replay.cell(live(), run, recorded.cells().get(run.index()).ending());
      }
    }
    settle(workspace.anchor(), false);
    if (stamp.equals(kernels.stamp())) {
      Replay.compare(workspace.digests(), digests);
    }
    if (!workspace.saved().isEmpty() || !workspace.replay().isEmpty()) {
      rebuilds.rebuilt(Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  @Override
  public void close() {
    var closing = kernel;
    kernel = null;
    anchor = null;
    digests.clear();
    unsaved.clear();
    inexact = Map.of();
    if (closing != null) {
      closing.close();
    }
  }

  private Kernel live() {
    if (kernel == null) {
      throw new IllegalStateException("the kernel was dropped while a step ran");
    }
    return kernel;
  }
}
