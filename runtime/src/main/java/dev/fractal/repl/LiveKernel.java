package dev.fractal.repl;

import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.GuestCall;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.InputText;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.VariableChanges;
import dev.fractal.kernel.VariableChanges.Dumped;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.CellReport.Ending;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.event.ReplayStep;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.StepRecord.Wave;
import dev.fractal.protocol.event.Workspace;
import dev.fractal.protocol.event.Workspace.Anchor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
  private final Map<String, Dumped> unsaved = new HashMap<>();
  private Map<String, String> inexact = Map.of();
  private @Nullable Kernel kernel;
  private @Nullable Anchor anchor;

  LiveKernel(SessionId session, KernelFactory kernels, PayloadStore payloads, Rebuilds rebuilds) {
    this.session = session;
    this.kernels = kernels;
    this.payloads = payloads;
    this.rebuilds = rebuilds;
  }

  boolean standsAt(Workspace workspace) {
    return kernel != null && workspace.anchor().equals(anchor);
  }

  /** Brings the kernel to a workspace, by a rebuild if it does not stand there. */
  void stand(Workspace workspace, Granted granted) {
    if (!standsAt(workspace)) {
      rebuild(workspace, granted);
    }
  }

  /** A step is about to change the variables: until it is over the kernel stands nowhere. */
  void leave() {
    anchor = null;
  }

  StepRun begin(int turn, StepRecord step, Workspace workspace) {
    var inputs = new HashMap<String, InputText>();
    workspace.inputs().forEach((name, ref) -> inputs.put(name, new StoredInput(payloads, ref)));
    return new StepRun(session, turn, step, Cells.of(payloads.text(step.reply())), inputs);
  }

  /** Runs the next cell as far as the recorded waves carry it. */
  CellOutcome advance(StepRun run) {
    var outcome = run.waits() ? deliver(run, run.waitingFor()) : live().evaluate(run.cell());
    while (outcome instanceof CellOutcome.Suspended(var calls) && run.hasWave()) {
      outcome = deliver(run, calls);
    }
    return outcome;
  }

  /** What the step changed; the kernel stands at its end. */
  VariableChanges settle(Anchor reached, boolean save) {
    var changes = save ? live().save() : live().changes();
    unsaved.putAll(changes.changed());
    inexact = changes.inexact();
    anchor = reached;
    return changes;
  }

  /** Brings the kernel back to before the run's current cell. */
  void rollBack(Workspace workspace, Granted granted, StepRun run) {
    rebuild(workspace, granted);
    leave();
    var again = run.again();
    while (again.index() < run.index()) {
      replayCell(again, run.reports().get(again.index()).ending());
    }
  }

  Dumped unsaved(String name) {
    var dumped = unsaved.get(name);
    if (dumped == null) {
      throw new Divergence("variable '" + name + "' is recorded as changed, but has no new form");
    }
    return dumped;
  }

  Map<String, String> inexact() {
    return inexact;
  }

  void saved() {
    unsaved.clear();
  }

  @Override
  public void close() {
    if (kernel != null) {
      kernel.close();
    }
    kernel = null;
    anchor = null;
    unsaved.clear();
    inexact = Map.of();
  }

  private void rebuild(Workspace workspace, Granted granted) {
    long begun = System.nanoTime();
    close();
    var restored = new HashMap<String, String>();
    workspace
        .saved()
        .forEach((name, variable) -> restored.put(name, payloads.text(variable.encoded())));
    kernel = kernels.open(restored, granted);
    workspace.replay().forEach(this::replay);
    var changes = settle(workspace.anchor(), false);
    var digests = new HashMap<String, String>();
    workspace.saved().forEach((name, variable) -> digests.put(name, variable.digest()));
    changes.changed().forEach((name, dumped) -> digests.put(name, dumped.digest()));
    changes.removed().forEach(digests::remove);
    compare(workspace.digests(), digests);
    if (!workspace.saved().isEmpty() || !workspace.replay().isEmpty()) {
      rebuilds.rebuilt(Duration.ofNanos(System.nanoTime() - begun));
    }
  }

  private void replay(ReplayStep recorded) {
    var inputs = new HashMap<String, InputText>();
    recorded.inputs().forEach((name, ref) -> inputs.put(name, new StoredInput(payloads, ref)));
    var cells = Cells.of(payloads.text(recorded.step().reply()));
    var evaluator = recorded.origin().orElse(session);
    var run = new StepRun(evaluator, recorded.turn(), recorded.step(), cells, inputs);
    while (!run.done()) {
      replayCell(run, recorded.cells().get(run.index()).ending());
    }
  }

  private void replayCell(StepRun run, Ending recorded) {
    boolean noEffect = recorded == Ending.LIMIT || recorded == Ending.SKIPPED;
    var ending = noEffect ? recorded : ending(advance(run));
    if (ending != evaluated(recorded)) {
      throw new Divergence(
          "%s ended '%s' when it was evaluated again, and '%s' before"
              .formatted(run.cell().name(), ending.wire(), recorded.wire()));
    }
    run.ended(ending, "", "", "");
  }

  /** How a cell ended before its value was judged. */
  private static Ending evaluated(Ending recorded) {
    return recorded == Ending.MISMATCH || recorded == Ending.REJECTED ? Ending.FINAL : recorded;
  }

  private static Ending ending(CellOutcome outcome) {
    return switch (outcome) {
      case CellOutcome.Completed _ -> Ending.COMPLETED;
      case CellOutcome.Final _ -> Ending.FINAL;
      case CellOutcome.Threw _ -> Ending.THREW;
      case CellOutcome.LimitExceeded _ -> Ending.LIMIT;
      case CellOutcome.Suspended(var calls) ->
          throw new Divergence(
              "a cell asks for %s when it is evaluated again, and did not before"
                  .formatted(calls.getFirst().function()));
    };
  }

  private CellOutcome deliver(StepRun run, List<GuestCall> asked) {
    Wave wave = run.nextWave();
    var recorded = wave.calls();
    boolean same = asked.size() == recorded.size();
    for (int i = 0; same && i < asked.size(); i++) {
      same = same(asked.get(i), recorded.get(i));
    }
    if (!same) {
      throw new Divergence(
          "a cell asks for other host calls when it is evaluated again: %d now, %d recorded"
              .formatted(asked.size(), recorded.size()));
    }
    return live()
        .resume(
            wave.results().stream().map(this::value).toList(),
            new Moment(wave.clock(), BudgetView.of(wave.left())));
  }

  private boolean same(GuestCall asked, HostCall recorded) {
    return asked.call() == recorded.call()
        && asked.function().equals(recorded.function())
        && asked.arguments().equals(payloads.text(recorded.arguments()));
  }

  private GuestResult value(HostResult result) {
    return switch (result.answer()) {
      case Answer.Returned(var value) ->
          new GuestResult.Returned(result.call(), payloads.text(value));
      case Answer.Failed(var failure) ->
          new GuestResult.Failed(result.call(), failure.type(), failure.message());
    };
  }

  private static void compare(Map<String, String> recorded, Map<String, String> rebuilt) {
    var different = new TreeSet<String>();
    var names = new TreeSet<>(recorded.keySet());
    names.addAll(rebuilt.keySet());
    for (String name : names) {
      var before = recorded.getOrDefault(name, "absent");
      var after = rebuilt.getOrDefault(name, "absent");
      if (!before.equals(after)) {
        different.add(name + " (recorded " + before + ", rebuilt " + after + ")");
      }
    }
    if (!different.isEmpty()) {
      throw new Divergence(
          "the rebuilt REPL differs from the recorded one in " + String.join(", ", different));
    }
  }

  private Kernel live() {
    if (kernel == null) {
      throw new IllegalStateException("the kernel was dropped while a step ran");
    }
    return kernel;
  }
}
