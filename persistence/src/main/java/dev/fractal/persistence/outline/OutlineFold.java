package dev.fractal.persistence.outline;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.outline.Outline.Birth;
import dev.fractal.persistence.outline.Outline.Marks;
import dev.fractal.persistence.outline.Outline.Tally;
import dev.fractal.persistence.outline.TurnRow.Cost;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Folds events into an outline and the turns that end; used once, by one thread. */
final class OutlineFold {
  private final Map<String, InputRef> inputs = new HashMap<>();
  private final TreeMap<Integer, TurnRow> open = new TreeMap<>();
  private final TreeMap<Integer, TurnRow> ended = new TreeMap<>();
  private @Nullable Birth birth;
  private Marks marks = Marks.NONE;
  private Tally tally = Tally.NONE;
  private Instant changed = Instant.EPOCH;
  private long sequence;

  private OutlineFold() {}

  static OutlineFold begin() {
    return new OutlineFold();
  }

  /** Goes on from an outline. */
  static OutlineFold from(Outline outline) {
    var fold = new OutlineFold();
    fold.inputs.putAll(outline.inputs());
    outline.open().forEach(turn -> fold.open.put(turn.turn(), turn));
    fold.birth = outline.birth();
    fold.marks = outline.marks();
    fold.tally = outline.tally();
    fold.changed = outline.changed();
    fold.sequence = outline.sequence();
    return fold;
  }

  /** The number of the last event that was folded. */
  long sequence() {
    return sequence;
  }

  /** Empty before the start of the session. */
  Optional<Outline> outline() {
    return Optional.ofNullable(birth)
        .map(
            begun ->
                new Outline(
                    sequence,
                    begun,
                    inputs,
                    marks,
                    tally,
                    new ArrayList<>(open.values()),
                    changed));
  }

  /** The turns that have ended in what was folded here, by number. */
  List<TurnRow> ended() {
    return new ArrayList<>(ended.values());
  }

  void apply(JournalEntry entry) {
    var event = entry.event();
    if (entry.sequence() > sequence + 1) {
      gap(entry.sequence());
    }
    sequence = entry.sequence();
    changed = event.at().equals(Instant.EPOCH) ? changed : event.at();
    open.replaceAll((_, turn) -> turn.until(sequence));
    switch (event) {
      case SessionStarted(var session, var spec, var at) ->
          birth = new Birth(session, spec, at, Optional.empty());
      case TurnQueued(var turn, var request, _) -> accepted(turn, request);
      case TurnOpened(var turn, var request, _) -> opened(turn, request);
      case ModelReplied(var turn, _, _, var usage, var lost, _) -> {
        tally = tally.replying();
        cost(turn, cost -> cost.step(Spend.NONE.reply(usage).lose(lost)));
      }
      case ModelFailed(var turn, _, _, var lost, _) ->
          cost(turn, cost -> cost.step(Spend.NONE.lose(lost)));
      case MessageReceived(var turn, _, var lost, _) ->
          cost(turn, cost -> cost.step(Spend.NONE.lose(lost)));
      case HostCallsCompleted(var turn, _, _, var results, _) ->
          cost(turn, cost -> cost.leaves(spend(results)));
      case CallsRepeated repeated -> repeated(repeated);
      case TurnEnded end -> ended(end);
      case HeadPublished(var head, _) -> published(head);
      case HeadSelected(var head, var continuation, _) -> {
        marks = marks.at(head);
        inputs.clear();
        inputs.putAll(continuation.workspace().inputs());
      }
      case SessionSuspended(var reason, var at) -> marks = marks.suspended(reason, at);
      case SessionResumed _ -> marks = marks.resumed();
      case SessionPurged _ -> marks = marks.released();
      case SessionQuarantined(var reason, var at) -> marks = marks.broken(reason, at);
      case SessionReleased released -> released(released);
      case Unreadable(var manifest, var problem, _) ->
          marks =
              marks.broken(
                  new Failure("UnreadableEvent", "event '" + manifest + "': " + problem), changed);
      case BudgetGranted _,
          BudgetSettled _,
          BudgetRaised _,
          BudgetWarned _,
          CellsEvaluated _,
          EdgeAdded _,
          EvaluationRepeated _,
          HostCallsRequested _,
          SessionCompacted _,
          SessionPaused _,
          TurnStands _,
          AskOpened _,
          AskAnswered _,
          TimerSet _,
          TimerFired _,
          ScheduleSet _,
          ScheduleTicked _,
          SessionStopped _,
          StopRequested _,
          TurnHandedOver _,
          VariablesSaved _ -> {}
    }
  }

  /** What follows is not to be trusted until somebody has released the session. */
  private void gap(long next) {
    var message =
        "its journal lacks events: behind event %d comes event %d".formatted(sequence, next);
    marks = marks.broken(new Failure("JournalGap", message), changed);
  }

  private void accepted(int turn, TurnRequest request) {
    open.put(turn, TurnRow.accepted(turn, request.requestId(), sequence));
    tally = tally.accepting();
    if (birth != null && birth.request().isEmpty()) {
      birth =
          new Birth(
              birth.session(), birth.spec(), birth.started(), Optional.of(request.requestId()));
    }
  }

  private void opened(int turn, TurnRequest request) {
    if (!open.containsKey(turn)) {
      accepted(turn, request);
    }
    open.computeIfPresent(turn, (_, row) -> row.opened(sequence));
    inputs.putAll(request.inputs());
    if (birth != null && request.models().isPresent()) {
      var spec = birth.spec().with(request.models().get());
      birth = new Birth(birth.session(), spec, birth.started(), birth.request());
    }
  }

  private void ended(TurnEnded event) {
    var row = open.remove(event.turn());
    if (row == null) {
      return;
    }
    var end = new TurnRow.End(event.outcome().terminal(), event.steps());
    ended.put(event.turn(), row.ended(sequence, end, event.spend()));
    tally =
        tally.ending(end.outcome() == TurnStatus.FINAL, row.began() ? event.spend() : Spend.NONE);
    if (row.began()) {
      marks = marks.resumed();
    }
  }

  /** From a head it goes on with nothing open: a turn that had begun gets no end any more. */
  private void released(SessionReleased event) {
    marks = marks.released();
    if (event.report().head().isPresent()) {
      open.values().stream().filter(TurnRow::began).forEach(row -> ended.put(row.turn(), row));
      open.values().removeIf(TurnRow::began);
    }
  }

  /** A digest's head is no turn's; wreckage is its turn's, but nothing goes on from it unasked. */
  private void published(Head head) {
    if (head.kind() != Head.Kind.COMPACTION) {
      open.computeIfPresent(head.turn(), (_, row) -> row.with(head.id()));
      ended.computeIfPresent(head.turn(), (_, row) -> row.with(head.id()));
    }
    if (head.kind() != Head.Kind.TURN_ABORTED) {
      marks = marks.at(head.id());
    }
  }

  private void cost(int turn, UnaryOperator<Cost> change) {
    open.computeIfPresent(turn, (_, row) -> row.with(change.apply(row.cost())));
  }

  private void repeated(CallsRepeated event) {
    int leaves = (int) event.calls().stream().filter(key -> key.value().contains("/h")).count();
    cost(
        event.turn(),
        cost ->
            cost.step(Spend.NONE.lose(event.paid().size() - leaves))
                .leaves(Spend.NONE.lose(leaves)));
  }

  private static Spend spend(List<HostResult> results) {
    return results.stream().map(HostResult::spend).reduce(Spend.NONE, Spend::plus);
  }
}
