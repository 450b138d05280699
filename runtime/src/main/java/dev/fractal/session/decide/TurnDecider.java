package dev.fractal.session.decide;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand.AwaitTurn;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionCommand.RunTurn;
import dev.fractal.protocol.command.SessionCommand.SubmitTurn;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.state.SessionState.Idle;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.state.SessionState.Stopped;
import dev.fractal.session.state.SessionState.Suspended;
import dev.fractal.session.state.Work;
import java.time.Duration;
import java.util.Optional;

/** Commands about one turn: asked for, awaited, cancelled. Pure. */
final class TurnDecider {
  /** What the asker of a turn gets. */
  private interface TurnAnswer {
    Answer of(Live state, int turn);
  }

  private final SessionId session;
  private final NodeStamp world;
  private final Refusals refusals;

  TurnDecider(SessionId session, NodeStamp world) {
    this.session = session;
    this.world = world;
    this.refusals = new Refusals(session);
  }

  Decision run(Live state, RunTurn command, Draft draft) {
    return turn(
        state,
        command.request(),
        command.ifBusy(),
        draft,
        (at, turn) -> settled(at, turn, Optional.empty()));
  }

  Decision submit(Live state, SubmitTurn command, Draft draft) {
    return turn(state, command.request(), command.ifBusy(), draft, (_, turn) -> accepted(turn));
  }

  private Decision turn(
      Live state, TurnRequest request, IfBusy ifBusy, Draft draft, TurnAnswer answer) {
    var core = state.core();
    var known = core.ledger().turnOf(request.requestId());
    if (known.isPresent()) {
      return Decision.answer(answer.of(state, known.get()));
    }
    boolean stopping = state instanceof InTurn open && open.turn().stopRequested();
    if (state instanceof Stopped || stopping) {
      return refusals.stopped();
    }
    var spec = core.spec();
    var mismatch = world.mismatch(session, spec);
    if (mismatch.isPresent()) {
      return refusals.refuse(Kind.WorldMismatch, mismatch.get());
    }
    if (core.ledger().accepted() >= spec.limits().maxTurns()) {
      return refusals.refuse(
          Kind.TurnLimitReached,
          "session %s has had its %d turns; start another one"
              .formatted(session, spec.limits().maxTurns()));
    }
    return admit(state, request, ifBusy, draft, answer);
  }

  private Decision admit(
      Live state, TurnRequest request, IfBusy ifBusy, Draft draft, TurnAnswer answer) {
    var core = state.core();
    int turn = core.ledger().accepted() + 1;
    int queued = core.ledger().queue().size();
    if (state instanceof Idle && !state.paused() && queued == 0) {
      TurnOpening.open(draft, core, turn, request, world);
    } else if (ifBusy == IfBusy.REJECT) {
      return refusals.refuse(Kind.TurnInFlight, busy(state).formatted(session));
    } else if (queued >= core.spec().limits().queued()) {
      return refusals.refuse(
          Kind.TurnQueueFull,
          "session %s has %d turns waiting already; try again when one has ended"
              .formatted(session, queued));
    } else {
      draft.add(new TurnQueued(turn, request, draft.now()));
    }
    return new Decision(draft.steps(), answer.of((Live) draft.state(), turn));
  }

  private static String busy(Live state) {
    return state.paused() || state instanceof Suspended
        ? "session %s is " + state.status().wire() + "; resume it, or queue the turn"
        : "session %s runs a turn; wait for it, cancel it, or queue behind it";
  }

  Decision await(Live state, AwaitTurn command) {
    var ledger = state.core().ledger();
    int turn = command.turn();
    if (turn < 1 || turn > ledger.accepted()) {
      return refusals.unknownTurn(turn);
    }
    return Decision.answer(settled(state, turn, Optional.of(command.patience())));
  }

  /** Where the result of an accepted turn comes from. */
  private static Answer settled(Live state, int turn, Optional<Duration> patience) {
    var ledger = state.core().ledger();
    if (state instanceof Suspended at && at.turn().number() == turn) {
      return new Answer.Now(Refusals.suspended(state.core().id(), at.reason()));
    }
    boolean open = state instanceof InTurn at && at.turn().number() == turn;
    return open || ledger.isQueued(turn) || ledger.result(turn).isPresent()
        ? new Answer.WhenSettled(turn, patience)
        : new Answer.FromHistory(turn);
  }

  Decision cancel(Live state, int turn, Draft draft) {
    var ledger = state.core().ledger();
    if (turn < 1 || turn > ledger.accepted()) {
      return refusals.unknownTurn(turn);
    }
    if (state instanceof InTurn at && at.turn().number() == turn) {
      var why =
          OutcomeDecider.aborted(TurnStatus.CANCELLED, "TurnCancelled", "the turn was cancelled");
      TurnEnding.end(draft, why, OutcomeDecider.inFlight(at));
    } else if (ledger.isQueued(turn)) {
      TurnEnding.drop(draft, turn, TurnStatus.CANCELLED, "it was cancelled while it waited");
    }
    return new Decision(draft.steps(), settled((Live) draft.state(), turn, Optional.empty()));
  }

  Decision cancelChild(Live state, SessionId child) {
    boolean runs =
        state.next().stream()
            .anyMatch(work -> work instanceof Work.RunChild call && call.child().equals(child));
    return runs
        ? Decision.answer(new Answer.FromChild(child))
        : refusals.refuse(
            Kind.UnknownChild,
            "no child %s of session %s runs; there is nothing to cancel".formatted(child, session));
  }

  private Answer accepted(int turn) {
    return new Answer.Now(new TurnAccepted(session, turn));
  }
}
