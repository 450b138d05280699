package dev.fractal.session;

import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.ForkSession;
import dev.fractal.protocol.command.SessionCommand.ResumeSession;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.session.Decision.Answer;
import dev.fractal.session.SessionState.Absent;
import dev.fractal.session.SessionState.Live;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Gives an asker what a decision answers, now or when it has come about. */
record Answering(Surroundings around, Waiters waiters, SessionState state) {

  void give(Answer answer, SessionCommand command) {
    var asker = command.replyTo();
    // Sleep first: what the asker sends after the answer is then behind it and wakes the session.
    boolean loading = answer instanceof Answer.LoadSource;
    if ((state instanceof Absent && !loading) || answer instanceof Answer.ThenSleep) {
      around.sleep();
    }
    switch (answer) {
      case Answer.None _ -> {}
      case Answer.Now(var reply) -> asker.tell(reply);
      case Answer.Status _, Answer.ThenSleep _ -> asker.tell(status());
      case Answer.WhenSettled(int turn, var patience) -> settled(turn, patience, asker);
      case Answer.WhenStopped _ -> stopped(asker);
      case Answer.FromHistory(int turn) -> around.lookups().result(turn, asker);
      case Answer.LoadHead _, Answer.LoadSource _ -> load(command);
      case Answer.FromChild(var child) -> around.lookups().cancelChild(child, asker);
      case Answer.WhenRemoved _ -> waiters.addForStop(asker);
    }
  }

  private SessionReply status() {
    return new Done(around.id(), state.status());
  }

  private void settled(int turn, Optional<Duration> patience, ActorRef<SessionReply> asker) {
    var result =
        state instanceof Live live
            ? live.core().ledger().result(turn)
            : Optional.<TurnResult>empty();
    if (result.isPresent()) {
      asker.tell(new TurnSettled(around.id(), result.get()));
    } else {
      long waiter = waiters.addForTurn(turn, asker);
      patience.ifPresent(time -> around.schedulePatience(waiter, time));
    }
  }

  private void stopped(ActorRef<SessionReply> asker) {
    if (state.status() == SessionStatus.STOPPED) {
      asker.tell(status());
    } else {
      waiters.addForStop(asker);
    }
  }

  private void load(SessionCommand command) {
    if (command instanceof ResumeSession resume) {
      around.lookups().head(resume);
    } else if (command instanceof ForkSession fork) {
      around.lookups().source(fork);
    }
  }
}
