package dev.fractal.session;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.ReleasePending;
import dev.fractal.protocol.command.SessionReply.TurnPending;
import dev.fractal.session.decide.SessionMessage.KernelIdle;
import dev.fractal.session.decide.SessionMessage.Passing;
import dev.fractal.session.decide.SessionMessage.PatienceOver;
import dev.fractal.session.decide.SessionMessage.Removed;
import dev.fractal.session.decide.SessionMessage.SessionIdle;
import dev.fractal.session.decide.SessionMessage.Started;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.Absent;
import dev.fractal.session.state.SessionState.Evaluating;
import dev.fractal.session.work.EffectRunner;
import dev.fractal.session.work.Releases;

/** What a session's actor lets go of when time passes or nothing is left of the session. */
record Lull(
    SessionId id,
    Clocks clocks,
    Stay stay,
    Releases releases,
    Waiters waiters,
    EffectRunner effects) {

  void pass(Passing message, SessionState state) {
    switch (message) {
      case PatienceOver(long waiter) -> waiters.giveUp(waiter, turn -> pending(turn, state));
      case KernelIdle _ -> {
        if (clocks.kernel().isOver() && !(state instanceof Evaluating)) {
          effects.dropKernel();
        }
      }
      case SessionIdle _ -> {
        if (clocks.session().isOver() && state.next().isEmpty() && !releases.isRunning()) {
          stay.sleep();
        }
      }
      case Started _ -> {
        boolean idle = !(state instanceof Absent) && state.next().isEmpty();
        if (idle && clocks.session().isUnused()) {
          stay.sleep();
        }
      }
      case Removed _ -> {
        stay.leave();
        waiters.all(new Done(id, state.status()));
      }
    }
  }

  private SessionReply pending(int turn, SessionState state) {
    return turn == Waiters.UNTIL_CHECKED
        ? new ReleasePending(id)
        : new TurnPending(id, turn, WaitListing.waits(turn, state), WaitListing.asks(turn, state));
  }
}
