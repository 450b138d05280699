package dev.fractal.session;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.BudgetRaised;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionReleased;
import dev.fractal.protocol.event.SessionEvent.SessionResumed;
import dev.fractal.protocol.event.SessionEvent.SessionStopped;
import dev.fractal.protocol.event.SessionEvent.SessionSuspended;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnStands;
import dev.fractal.session.decide.Refusals;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows from written events outside the session: clocks, waiters, the catalog. */
record Aftermath(SessionId id, Clocks clocks, Display display, Waiters waiters) {
  private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);

  /** Goes through what was written to reach this state. */
  void follow(List<SessionEvent> events, SessionState state) {
    for (SessionEvent event : events) {
      switch (event) {
        case TurnOpened _, SessionResumed _, HostCallsCompleted _, AskAnswered _, BudgetRaised _ ->
            openClock(state);
        case SessionReleased(var request, var report, var _, var _) -> {
          LOG.info("session {} is released by {}: {}", id, request.by(), report.finding());
          openClock(state);
        }
        case TurnEnded e -> {
          if (!(state instanceof InTurn)) {
            clocks.stopTurn();
          }
          settle(e, state);
        }
        case TurnStands _ -> clocks.stopTurn();
        case SessionStopped _ -> stopped(state);
        case BudgetSettled _ -> {
          openClock(state);
          stopped(state);
        }
        case SessionQuarantined(var reason, var _) -> {
          LOG.error("session {} is quarantined: {}", id, reason.message());
          waiters.all(Refusals.quarantined(id, reason));
        }
        case SessionSuspended(var reason, var _) -> {
          LOG.warn("session {} is suspended: {}", id, reason.message());
          waiters.all(Refusals.suspended(id, reason));
        }
        default -> {}
      }
    }
    if (state instanceof InTurn at && (at.held() || at.waits())) {
      clocks.stopTurn();
    }
    display.list(state);
    display.outline(state.count(), events.size());
  }

  /** A session has stopped when its last child has ended. */
  private void stopped(SessionState state) {
    if (state.status() == SessionStatus.STOPPED) {
      waiters.stopped(new Done(id, state.status()));
    }
  }

  private void openClock(SessionState state) {
    if (state instanceof InTurn at && !at.held() && !at.waits()) {
      clocks.startTurn(at.turn(), at.core().spec());
    }
  }

  private void settle(TurnEnded event, SessionState state) {
    if (state instanceof Live live) {
      live.core()
          .ledger()
          .result(event.turn())
          .ifPresent(result -> waiters.settle(event.turn(), new TurnSettled(id, result)));
    }
  }
}
