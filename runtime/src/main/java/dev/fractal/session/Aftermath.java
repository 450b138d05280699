package dev.fractal.session;

import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.BudgetGranted;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.EdgeAdded;
import dev.fractal.protocol.event.SessionEvent.EvaluationRepeated;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.ModelFailed;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.SessionCompacted;
import dev.fractal.protocol.event.SessionEvent.SessionPaused;
import dev.fractal.protocol.event.SessionEvent.SessionPurged;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionResumed;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.SessionStopped;
import dev.fractal.protocol.event.SessionEvent.SessionSuspended;
import dev.fractal.protocol.event.SessionEvent.StopRequested;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnHandedOver;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.protocol.event.SessionEvent.Unreadable;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import dev.fractal.session.SessionState.InTurn;
import dev.fractal.session.SessionState.Live;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from written events outside the session: clocks, waiters, the catalog. */
final class Aftermath {
  private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);

  private Aftermath() {}

  static void of(
      List<SessionEvent> events, SessionState state, Surroundings around, Waiters waiters) {
    boolean listed = false;
    for (SessionEvent event : events) {
      listed |= changesListing(event);
      switch (event) {
        case TurnOpened _, SessionResumed _ -> openClock(state, around);
        case TurnEnded e -> {
          if (!(state instanceof InTurn)) {
            around.stopTurnClock();
          }
          settle(e, state, around, waiters);
        }
        case SessionStopped _, BudgetSettled _ -> stopped(state, around, waiters);
        case SessionQuarantined(var reason, var _) -> {
          LOG.error("session {} is quarantined: {}", around.id(), reason.message());
          waiters.all(Refusals.quarantined(around.id(), reason));
        }
        case SessionSuspended(var reason, var _) -> {
          LOG.warn("session {} is suspended: {}", around.id(), reason.message());
          waiters.all(Refusals.suspended(around.id(), reason));
        }
        case SessionStarted _,
            TurnQueued _,
            ModelReplied _,
            ModelFailed _,
            CellsEvaluated _,
            HostCallsRequested _,
            HostCallsCompleted _,
            CallsRepeated _,
            EvaluationRepeated _,
            TurnHandedOver _,
            VariablesSaved _,
            HeadPublished _,
            BudgetGranted _,
            EdgeAdded _,
            SessionCompacted _,
            StopRequested _,
            SessionPaused _,
            SessionPurged _,
            HeadSelected _,
            Unreadable _ -> {}
      }
    }
    boolean held = state instanceof InTurn at && at.held();
    if (held) {
      around.stopTurnClock();
    }
    if (listed || held) {
      around.catalog(state);
    }
  }

  /** A session has stopped when its last child has ended. */
  private static void stopped(SessionState state, Surroundings around, Waiters waiters) {
    if (state.status() == SessionStatus.STOPPED) {
      waiters.stopped(new Done(around.id(), state.status()));
    }
  }

  private static void openClock(SessionState state, Surroundings around) {
    if (state instanceof InTurn at && !at.held()) {
      around.startTurnClock(at.turn(), at.core().spec());
    }
  }

  private static void settle(
      TurnEnded event, SessionState state, Surroundings around, Waiters waiters) {
    if (state instanceof Live live) {
      live.core()
          .ledger()
          .result(event.turn())
          .ifPresent(result -> waiters.settle(event.turn(), new TurnSettled(around.id(), result)));
    }
  }

  private static boolean changesListing(SessionEvent event) {
    return switch (event) {
      case SessionStarted _,
          TurnOpened _,
          TurnEnded _,
          SessionCompacted _,
          StopRequested _,
          SessionStopped _,
          SessionPaused _,
          SessionSuspended _,
          SessionResumed _,
          HeadSelected _,
          BudgetSettled _,
          SessionQuarantined _ ->
          true;
      case TurnQueued _,
          ModelReplied _,
          ModelFailed _,
          CellsEvaluated _,
          HostCallsRequested _,
          HostCallsCompleted _,
          CallsRepeated _,
          EvaluationRepeated _,
          TurnHandedOver _,
          VariablesSaved _,
          HeadPublished _,
          BudgetGranted _,
          EdgeAdded _,
          SessionPurged _,
          Unreadable _ ->
          false;
    };
  }
}
