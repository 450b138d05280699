package dev.fractal.remote;

import dev.fractal.client.Progress;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.BudgetGranted;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.EdgeAdded;
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
import dev.fractal.protocol.event.SessionEvent.StopRequested;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnHandedOver;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.protocol.event.SessionEvent.Unreadable;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import java.util.Optional;

/**
 * Where a session is, as its stored events tell; there is no other news of one that runs on another
 * node than the one that is asked.
 *
 * @param at of the open turn, empty when none is open
 * @param calls how many host calls it waits for
 * @param results how many of them have returned
 */
record Trail(SessionId session, Optional<Progress> at, int calls, int results) {
  static Trail of(SessionId session) {
    return new Trail(session, Optional.empty(), 0, 0);
  }

  Trail after(SessionEvent event) {
    if (event instanceof TurnOpened opened) {
      return at(opened.turn(), 1, "awaiting model", Spend.NONE);
    }
    if (at.isEmpty()) {
      return this;
    }
    var spend = at.get().spend();
    return switch (event) {
      case ModelReplied(var turn, var step, _, var usage, var lost, _) ->
          at(turn, step, "evaluating", spend.reply(usage).lose(lost));
      case CellsEvaluated e -> at(e.turn(), e.step() + 1, "awaiting model", spend);
      case HostCallsRequested e -> waiting(e.calls().size(), 0, spend);
      case HostCallsCompleted e ->
          waiting(
              calls,
              results + e.results().size(),
              e.results().stream().map(HostResult::spend).reduce(spend, Spend::plus));
      case CallsRepeated e -> at(at.get(), spend.lose(e.paid().size()));
      case TurnEnded e when e.turn() == at.get().turn() -> of(session);
      case SessionStarted _,
          TurnQueued _,
          TurnOpened _,
          TurnEnded _,
          ModelFailed _,
          TurnHandedOver _,
          VariablesSaved _,
          HeadPublished _,
          SessionCompacted _,
          StopRequested _,
          SessionStopped _,
          SessionPaused _,
          SessionResumed _,
          HeadSelected _,
          BudgetGranted _,
          BudgetSettled _,
          EdgeAdded _,
          SessionPurged _,
          SessionQuarantined _,
          Unreadable _ ->
          this;
    };
  }

  private Trail at(int turn, int step, String phase, Spend spend) {
    return new Trail(
        session, Optional.of(new Progress(session, turn, step, phase, "", spend)), 0, 0);
  }

  private Trail at(Progress last, Spend spend) {
    var now = at(last.turn(), last.step(), last.phase(), spend).at();
    return new Trail(session, now, calls, results);
  }

  private Trail waiting(int asked, int returned, Spend spend) {
    var last = at.orElseThrow();
    var phase = returned < asked ? "host calls " + returned + "/" + asked : "evaluating";
    return new Trail(session, at(last.turn(), last.step(), phase, spend).at(), asked, returned);
  }
}
