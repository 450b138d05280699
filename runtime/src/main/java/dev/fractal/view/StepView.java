package dev.fractal.view;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.BudgetGranted;
import dev.fractal.protocol.event.SessionEvent.BudgetRaised;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.BudgetWarned;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.EdgeAdded;
import dev.fractal.protocol.event.SessionEvent.EvaluationRepeated;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.MessageReceived;
import dev.fractal.protocol.event.SessionEvent.ModelFailed;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.ScheduleSet;
import dev.fractal.protocol.event.SessionEvent.ScheduleTicked;
import dev.fractal.protocol.event.SessionEvent.SessionCompacted;
import dev.fractal.protocol.event.SessionEvent.SessionPaused;
import dev.fractal.protocol.event.SessionEvent.SessionPurged;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionReleased;
import dev.fractal.protocol.event.SessionEvent.SessionResumed;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.SessionStopped;
import dev.fractal.protocol.event.SessionEvent.SessionSuspended;
import dev.fractal.protocol.event.SessionEvent.StopRequested;
import dev.fractal.protocol.event.SessionEvent.TimerFired;
import dev.fractal.protocol.event.SessionEvent.TimerSet;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnHandedOver;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.protocol.event.SessionEvent.TurnStands;
import dev.fractal.protocol.event.SessionEvent.Unreadable;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One step as users read it.
 *
 * @param answer what the model said, or why it said nothing
 * @param calls host calls of its cells, in the order in which they were asked for
 * @param evaluation empty while the cells run
 * @param lost requests of the model call whose spend nobody knows
 */
public record StepView(
    int turn,
    int step,
    Answer answer,
    Usage usage,
    int lost,
    List<Call> calls,
    Optional<Evaluation> evaluation) {
  public StepView {
    calls = List.copyOf(calls);
  }

  /** The steps of a session, or of one of its turns only, oldest first. Blocks. */
  public static List<StepView> of(SessionId session, Optional<Integer> turn, SessionReader reader) {
    if (turn.isEmpty()) {
      return of(reader.events(session));
    }
    return TurnIndex.of(session, reader).stream()
        .flatMap(index -> index.turn(turn.get()).stream().map(index::events))
        .flatMap(events -> of(events).stream())
        .filter(step -> step.turn() == turn.get())
        .toList();
  }

  /** The steps of a journal, oldest first. */
  public static List<StepView> of(List<JournalEntry> journal) {
    var steps = new Steps();
    for (var entry : journal) {
      switch (entry.event()) {
        case ModelReplied(var turn, var step, var reply, var usage, var lost, var _) ->
            steps.begin(turn, step, new Answer.Replied(reply), usage, lost);
        case ModelFailed(var turn, var step, var failure, var lost, var _) ->
            steps.begin(turn, step, new Answer.Failed(failure), Usage.ZERO, lost);
        case HostCallsRequested(var turn, var step, var cell, var calls, var _, var _) ->
            steps.request(turn, step, cell, calls);
        case HostCallsCompleted(var turn, var step, var cell, var results, var _) ->
            steps.complete(turn, step, cell, results);
        case CellsEvaluated(var turn, var step, var cells, var observation, _, _, _) ->
            steps.evaluated(turn, step, new Evaluation(cells, observation));
        case BudgetGranted _,
            BudgetSettled _,
            BudgetRaised _,
            BudgetWarned _,
            CallsRepeated _,
            EvaluationRepeated _,
            TurnHandedOver _,
            EdgeAdded _,
            HeadPublished _,
            HeadSelected _,
            SessionCompacted _,
            SessionQuarantined _,
            SessionPaused _,
            SessionSuspended _,
            SessionResumed _,
            SessionReleased _,
            SessionPurged _,
            SessionStarted _,
            TurnStands _,
            AskOpened _,
            AskAnswered _,
            TimerSet _,
            TimerFired _,
            MessageReceived _,
            ScheduleSet _,
            ScheduleTicked _,
            SessionStopped _,
            StopRequested _,
            TurnEnded _,
            TurnOpened _,
            TurnQueued _,
            Unreadable _,
            VariablesSaved _ -> {}
      }
    }
    return steps.all();
  }

  /** What came of the model call. */
  public sealed interface Answer {
    /** The model answered. */
    record Replied(Content reply) implements Answer {}

    /** It did not, all attempts included. */
    record Failed(Failure failure) implements Answer {}
  }

  /** What came of the cells. */
  public record Evaluation(List<CellReport> cells, Content observation) {
    public Evaluation {
      cells = List.copyOf(cells);
    }
  }

  /** A host call; its result is empty while it runs. */
  public record Call(int cell, HostCall asked, Optional<HostResult> result) {}

  private static final class Steps {
    private record Key(int turn, int step) {}

    private final SequencedMap<Key, StepView> found = new LinkedHashMap<>();

    void begin(int turn, int step, Answer answer, Usage usage, int lost) {
      found.put(
          new Key(turn, step),
          new StepView(turn, step, answer, usage, lost, List.of(), Optional.empty()));
    }

    void request(int turn, int step, int cell, List<HostCall> asked) {
      found.computeIfPresent(
          new Key(turn, step),
          (_, view) -> {
            var calls = new ArrayList<>(view.calls);
            asked.forEach(call -> calls.add(new Call(cell, call, Optional.empty())));
            return view.with(calls, view.evaluation);
          });
    }

    void complete(int turn, int step, int cell, List<HostResult> results) {
      found.computeIfPresent(
          new Key(turn, step),
          (_, view) ->
              view.with(
                  view.calls.stream().map(call -> settle(call, cell, results)).toList(),
                  view.evaluation));
    }

    void evaluated(int turn, int step, Evaluation evaluation) {
      found.computeIfPresent(
          new Key(turn, step), (_, view) -> view.with(view.calls, Optional.of(evaluation)));
    }

    List<StepView> all() {
      return List.copyOf(found.values());
    }

    private static Call settle(Call call, int cell, List<HostResult> results) {
      return results.stream()
          .filter(result -> call.cell == cell && call.asked.call() == result.call())
          .findFirst()
          .map(result -> new Call(cell, call.asked, Optional.of(result)))
          .orElse(call);
    }
  }

  private StepView with(List<Call> newCalls, Optional<Evaluation> newEvaluation) {
    return new StepView(turn, step, answer, usage, lost, newCalls, newEvaluation);
  }
}
