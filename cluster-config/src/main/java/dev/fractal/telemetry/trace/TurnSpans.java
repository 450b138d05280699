package dev.fractal.telemetry.trace;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.TurnOutcome;
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
import dev.fractal.telemetry.trace.FinishedSpan.Interval;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The spans of an ended turn: a pure function of its events, so that it does not matter which nodes
 * it ran on and how they ended. Nothing that a caller, a model or a cell wrote gets into them.
 */
final class TurnSpans {
  private final SpanSheet sheet;
  private final List<EventData> marks = new ArrayList<>();
  private Instant opened = Instant.EPOCH;

  /** Since when the root model is asked; null while it is not. */
  private @Nullable Instant asked;

  /** Calls for the step that runs which messages have ended. */
  private int interruptions;

  private @Nullable StepSpans step;
  private int replies;
  private boolean paused;

  private TurnSpans(SpanSheet sheet) {
    this.sheet = sheet;
  }

  /**
   * The spans of a turn.
   *
   * @param resource the node that tells them
   * @param events those of the session from the turn's opening to its end
   */
  static List<SpanData> of(
      EndedTurn turn, Place place, Resource resource, List<SessionEvent> events) {
    var sheet = new SpanSheet(turn, place, resource);
    var spans = new TurnSpans(sheet);
    events.forEach(spans::take);
    return sheet.spans();
  }

  private void take(SessionEvent event) {
    switch (event) {
      case TurnOpened(var _, var _, var at) -> {
        opened = at;
        asked = at;
      }
      case ModelReplied e -> replied(e);
      case ModelFailed e -> {
        chat(Attributes.builder().put(GenAi.ERROR, e.failure().type()), e.lost(), e.at());
        asked = null;
      }
      case MessageReceived e -> told(e);
      case HostCallsRequested e -> running().ifPresent(cells -> cells.requested(e));
      case HostCallsCompleted e -> running().ifPresent(cells -> cells.completed(e));
      case CellsEvaluated e -> {
        running().ifPresent(cells -> cells.evaluated(e));
        step = null;
        asked = paused ? null : e.at();
      }
      case CallsRepeated e -> mark("calls repeated", e.at(), e.calls().size());
      case EvaluationRepeated e -> mark("evaluation repeated", e.at(), 0);
      case SessionSuspended e -> mark("suspended", e.at(), 0);
      case TurnHandedOver e -> mark("handed over", e.at(), 0);
      case SessionPaused e -> {
        paused = true;
        mark("paused", e.at(), 0);
      }
      case SessionResumed e -> resumed(e.at());
      case SessionReleased e -> mark("released", e.at(), 0);
      case SessionQuarantined e -> mark("quarantined", e.at(), 0);
      case TurnEnded e -> {
        if (e.turn() == sheet.turn().turn()) {
          ended(e);
        }
      }
      case SessionStarted _,
          TurnQueued _,
          VariablesSaved _,
          HeadPublished _,
          SessionCompacted _,
          StopRequested _,
          TurnStands _,
          AskOpened _,
          AskAnswered _,
          TimerSet _,
          TimerFired _,
          ScheduleSet _,
          ScheduleTicked _,
          SessionStopped _,
          HeadSelected _,
          BudgetGranted _,
          BudgetSettled _,
          BudgetRaised _,
          BudgetWarned _,
          EdgeAdded _,
          SessionPurged _,
          Unreadable _ -> {}
    }
  }

  private Optional<StepSpans> running() {
    return Optional.ofNullable(step);
  }

  private void mark(String what, Instant at, int calls) {
    var attributes = calls == 0 ? Attributes.empty() : Attributes.of(GenAi.CALLS, (long) calls);
    marks.add(EventData.create(FinishedSpan.nanos(at), what, attributes));
  }

  /** After a pause the next step begins here. */
  private void resumed(Instant at) {
    mark("resumed", at, 0);
    if (paused && asked == null && step == null) {
      asked = at;
    }
    paused = false;
  }

  private void told(MessageReceived event) {
    mark(event.letter().mode().wire(), event.at(), 0);
    if (event.lost() > 0) {
      chat(Attributes.builder().put(GenAi.ERROR, "interrupted"), event.lost(), event.at());
      interruptions++;
      asked = event.at();
    }
  }

  private void replied(ModelReplied event) {
    var attributes = Attributes.builder();
    GenAi.usage(attributes, event.usage());
    chat(attributes, event.lost(), event.at());
    replies = event.step();
    interruptions = 0;
    asked = null;
    step = new StepSpans(sheet, event.step(), event.at());
  }

  private void chat(AttributesBuilder attributes, int lost, Instant end) {
    var turn = sheet.turn();
    var key = CallKey.model(turn.session(), turn.turn(), replies + 1, interruptions);
    GenAi.lost(attributes, lost);
    sheet.chat(
        key,
        Optional.empty(),
        new Interval(asked == null ? end : asked, end),
        turn.descent().parent().isEmpty() ? "root" : "child",
        attributes.put(GenAi.STEP, replies + 1).build());
  }

  private void ended(TurnEnded event) {
    var attributes =
        Attributes.builder()
            .put(GenAi.OUTCOME, event.outcome().terminal().wire())
            .put(GenAi.STEPS, event.steps());
    GenAi.usage(attributes, event.spend().usage());
    GenAi.lost(attributes, event.spend().lost());
    if (event.outcome() instanceof TurnOutcome.Aborted(var status, var reason)) {
      abandon(status.wire(), event.at());
      attributes.put(GenAi.ERROR, reason.type());
    }
    sheet.turn(new Interval(opened, event.at()), attributes.build(), marks);
  }

  /** A turn that ends with the step before has asked for nothing more. */
  private void abandon(String why, Instant at) {
    running().ifPresent(cells -> cells.abandoned(why, at));
    if (asked != null && at.isAfter(asked)) {
      chat(Attributes.builder().put(GenAi.ERROR, why), 0, at);
    }
  }
}
