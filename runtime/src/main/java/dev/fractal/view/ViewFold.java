package dev.fractal.view;

import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.event.SessionEvent;
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
import dev.fractal.session.state.SessionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Folds a journal into a {@link SessionView}; used once, by one thread. */
final class ViewFold {
  private @Nullable SessionStarted start;
  private @Nullable ModelChoice models;
  private @Nullable HeadId head;
  private @Nullable Failure quarantine;
  private @Nullable Instant changed;
  private @Nullable Instant stillSince;
  private SessionState state = SessionState.absent();
  private final Map<String, InputRef> inputs = new HashMap<>();
  private final TreeMap<Integer, TurnView> turns = new TreeMap<>();

  void apply(SessionEvent event) {
    changed = event.at().equals(Instant.EPOCH) && changed != null ? changed : event.at();
    state = state.apply(event);
    stillSince = !standsStill() ? null : stillSince == null ? changed : stillSince;
    switch (event) {
      case SessionStarted started -> start = started;
      case TurnQueued(var turn, var request, _) -> turns.put(turn, accepted(turn, request));
      case TurnOpened(var turn, var request, var at) -> opened(turn, request, at);
      case TurnEnded(var turn, var outcome, var steps, var spend, _, var at) ->
          update(turn, view -> view.endedWith(new TurnView.End(outcome, steps, spend, at)));
      case HeadPublished(var published, _) -> published(published);
      case HeadSelected(var selected, var continuation, _) -> {
        head = selected;
        inputs.clear();
        inputs.putAll(continuation.workspace().inputs());
      }
      case SessionQuarantined(var reason, _) -> quarantine = reason;
      case SessionReleased _ -> quarantine = null;
      case Unreadable(var manifest, var problem, _) ->
          quarantine = new Failure("UnreadableEvent", "event '" + manifest + "': " + problem);
      case BudgetGranted _,
          BudgetSettled _,
          BudgetRaised _,
          BudgetWarned _,
          EdgeAdded _,
          ModelReplied _,
          ModelFailed _,
          HostCallsRequested _,
          HostCallsCompleted _,
          CallsRepeated _,
          EvaluationRepeated _,
          TurnHandedOver _,
          VariablesSaved _,
          CellsEvaluated _,
          StopRequested _,
          TurnStands _,
          AskOpened _,
          AskAnswered _,
          TimerSet _,
          TimerFired _,
          MessageReceived _,
          ScheduleSet _,
          ScheduleTicked _,
          SessionStopped _,
          SessionPaused _,
          SessionSuspended _,
          SessionResumed _,
          SessionPurged _,
          SessionCompacted _ -> {}
    }
  }

  Optional<SessionView> view() {
    if (start == null || changed == null) {
      return Optional.empty();
    }
    var spec = models == null ? start.spec() : start.spec().with(models);
    return Optional.of(
        new SessionView(
            start.session(),
            spec,
            state.status(),
            inputs,
            new ArrayList<>(turns.values()),
            Optional.ofNullable(head),
            new SessionView.Standstill(quarantine(), suspension(), Optional.ofNullable(stillSince)),
            start.at(),
            changed));
  }

  /** The journal lacks the events up to this one. */
  void missing(long sequence) {
    long first = count() + 1;
    apply(new Unreadable("missing", "it is not in the store", Instant.EPOCH));
    quarantine =
        new Failure(
            "JournalGap", "its journal lacks events %d to %d".formatted(first, sequence - 1));
  }

  /** Events that were folded, and those that are missing before one of them. */
  long count() {
    return state.count();
  }

  private boolean standsStill() {
    return state instanceof SessionState.Quarantined || state instanceof SessionState.Suspended;
  }

  private Optional<Failure> quarantine() {
    return state instanceof SessionState.Quarantined broken
        ? Optional.of(quarantine == null ? broken.reason() : quarantine)
        : Optional.empty();
  }

  private Optional<Failure> suspension() {
    return state instanceof SessionState.Suspended at ? Optional.of(at.reason()) : Optional.empty();
  }

  private void opened(int turn, TurnRequest request, Instant at) {
    turns.put(turn, accepted(turn, request).openedAt(at));
    inputs.putAll(request.inputs());
    request.models().ifPresent(chosen -> models = chosen);
  }

  /** Wreckage is recorded with its turn, but nothing goes on from it unasked. */
  private void published(Head published) {
    update(published.turn(), view -> view.withHead(published.id()));
    if (published.kind() != Head.Kind.TURN_ABORTED) {
      head = published.id();
    }
  }

  private void update(int turn, UnaryOperator<TurnView> change) {
    turns.computeIfPresent(turn, (_, view) -> change.apply(view));
  }

  private static TurnView accepted(int turn, TurnRequest request) {
    return new TurnView(turn, request, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
