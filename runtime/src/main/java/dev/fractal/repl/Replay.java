package dev.fractal.repl;

import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.GuestCall;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelLimitException;
import dev.fractal.kernel.Moment;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.event.CellReport.Ending;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.event.StepRecord.Wave;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Cells that are evaluated again, with the results that they were given, as their journal says. A
 * limit that breaks here says nothing about the record; any other difference contradicts it.
 */
record Replay(PayloadStore payloads) {

  /** Does the next cell of a run again, all of it, as it is recorded to have ended. */
  void cell(Kernel kernel, StepRun run, Ending recorded) {
    boolean noEffect = recorded == Ending.LIMIT || recorded == Ending.SKIPPED;
    var ending = noEffect ? recorded : ending(run, whole(kernel, run));
    if (ending != evaluated(recorded)) {
      throw Divergence.of(
          "%s ended '%s' when it was evaluated again, and '%s' before"
              .formatted(run.name(), ending.wire(), recorded.wire()));
    }
    run.ended(ending, "", "", "");
  }

  private CellOutcome whole(Kernel kernel, StepRun run) {
    var outcome = kernel.evaluate(run.cell(true));
    while (outcome instanceof CellOutcome.Suspended asked) {
      expect(run, asked);
      outcome = deliver(kernel, run);
    }
    return outcome;
  }

  /** One slice of a step that is not over, whose cells were seen to wait for its newest wave. */
  void towardsNewestWave(Kernel kernel, StepRun run) {
    var outcome = run.waits() ? deliver(kernel, run) : kernel.evaluate(run.cell(true));
    switch (outcome) {
      case CellOutcome.Suspended asked -> expect(run, asked);
      case CellOutcome.Completed(var printed, var shown) when run.isBeforeNewestWave() ->
          run.ended(Ending.COMPLETED, "", printed, shown);
      case CellOutcome.Completed _,
          CellOutcome.Final _,
          CellOutcome.Threw _,
          CellOutcome.LimitExceeded _ ->
          throw Divergence.of(
              "%s ended '%s' when it was evaluated again, and waited for the host before"
                  .formatted(run.name(), ending(run, outcome).wire()));
    }
  }

  /** How a cell ended before its value was judged. */
  private static Ending evaluated(Ending recorded) {
    return recorded == Ending.MISMATCH || recorded == Ending.REJECTED ? Ending.FINAL : recorded;
  }

  private static Ending ending(StepRun run, CellOutcome outcome) {
    return switch (outcome) {
      case CellOutcome.Completed _ -> Ending.COMPLETED;
      case CellOutcome.Final _ -> Ending.FINAL;
      case CellOutcome.Threw _ -> Ending.THREW;
      case CellOutcome.LimitExceeded(var _, var limit, var detail) ->
          throw new KernelLimitException(
              limit, run.name() + " broke a limit when it was evaluated again: " + detail);
      case CellOutcome.Suspended _ -> throw new IllegalStateException("the cell is not over");
    };
  }

  /** The cell waits, and must do so as it did before the next recorded wave. */
  private void expect(StepRun run, CellOutcome.Suspended now) {
    var asked = now.calls();
    if (!run.hasWave()) {
      throw Divergence.of(
          "%s asks for %s when it is evaluated again, and did not before"
              .formatted(run.name(), asked.isEmpty() ? "nothing" : asked.getFirst().function()),
          now.toString());
    }
    var recorded = run.wave().calls();
    boolean same = asked.size() == recorded.size();
    for (int i = 0; same && i < asked.size(); i++) {
      same = same(asked.get(i), recorded.get(i));
    }
    if (!same) {
      throw Divergence.of(
          "%s asks for other host calls when it is evaluated again: %d now, %d recorded"
              .formatted(run.name(), asked.size(), recorded.size()),
          now.toString());
    }
    if (!cancels(run, now.cancelled())) {
      throw Divergence.of(
          "%s calls off other host calls when it is evaluated again".formatted(run.name()),
          now.toString());
    }
    run.suspend();
  }

  /**
   * Whether what is called off has a result by then, and nothing else is recorded as such. It may
   * have been given one that came too late: after others of the same wave.
   */
  private static boolean cancels(StepRun run, List<Integer> cancelled) {
    return run.settled().containsAll(cancelled)
        && run.wave().results().stream()
            .filter(result -> result.answer() instanceof Answer.Cancelled)
            .allMatch(result -> cancelled.contains(result.call()));
  }

  private boolean same(GuestCall asked, HostCall recorded) {
    return asked.call() == recorded.call()
        && asked.function().equals(recorded.function())
        && asked.arguments().equals(payloads.text(recorded.arguments()));
  }

  /** Gives the cell the wave that it waits for. */
  CellOutcome deliver(Kernel kernel, StepRun run) {
    Wave wave = run.nextWave();
    return kernel.resume(
        wave.results().stream().flatMap(result -> value(result).stream()).toList(),
        new Moment(wave.clock(), BudgetView.of(wave.left())));
  }

  /** What a cell is given; what it called off it knows already. */
  private Optional<GuestResult> value(HostResult result) {
    return switch (result.answer()) {
      case Answer.Returned(var value) ->
          Optional.of(new GuestResult.Returned(result.call(), payloads.text(value)));
      case Answer.Failed(var failure) ->
          Optional.of(new GuestResult.Failed(result.call(), failure.type(), failure.message()));
      case Answer.Cancelled _ -> Optional.empty();
    };
  }

  /** Whether the variables have come out as they are recorded. */
  static void compare(Map<String, String> recorded, Map<String, String> rebuilt) {
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
      throw Divergence.of(
          "the rebuilt REPL differs from the recorded one in " + String.join(", ", different));
    }
  }
}
