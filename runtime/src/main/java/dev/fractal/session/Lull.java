package dev.fractal.session;

import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.TurnPending;
import dev.fractal.session.SessionMessage.KernelIdle;
import dev.fractal.session.SessionMessage.Passing;
import dev.fractal.session.SessionMessage.PatienceOver;
import dev.fractal.session.SessionMessage.Removed;
import dev.fractal.session.SessionMessage.SessionIdle;
import dev.fractal.session.SessionMessage.Started;
import dev.fractal.session.SessionState.Absent;
import dev.fractal.session.SessionState.Evaluating;

/** What a session's actor lets go of when time passes or nothing is left of the session. */
record Lull(Surroundings around, Waiters waiters, EffectRunner effects) {
  void pass(Passing message, SessionState state) {
    switch (message) {
      case PatienceOver(long waiter) ->
          waiters.giveUp(waiter, turn -> new TurnPending(around.id(), turn));
      case KernelIdle _ -> {
        if (around.kernelClock().isOver() && !(state instanceof Evaluating)) {
          effects.dropKernel();
        }
      }
      case SessionIdle _ -> {
        if (around.sessionClock().isOver() && state.next().isEmpty()) {
          around.sleep();
        }
      }
      case Started _ -> {
        boolean idle = !(state instanceof Absent) && state.next().isEmpty();
        if (idle && around.sessionClock().isUnused()) {
          around.sleep();
        }
      }
      case Removed _ -> {
        around.leave();
        waiters.all(new Done(around.id(), state.status()));
      }
    }
  }
}
