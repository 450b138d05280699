package dev.fractal.session;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.AnswerAsk;
import dev.fractal.protocol.command.SessionCommand.ForkSession;
import dev.fractal.protocol.command.SessionCommand.ReleaseSession;
import dev.fractal.protocol.command.SessionCommand.ResumeSession;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.Absent;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.work.Releases;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** Gives an asker what a decision answers, now or when it has come about. */
record Answering(
    SessionId id, Clocks clocks, Stay stay, Lookups lookups, Releases releases, Waiters waiters) {

  /** Answers a command that has led to this state. */
  void give(Answer answer, SessionCommand command, SessionState state) {
    var asker = command.replyTo();
    // Sleep first: what the asker sends after the answer is then behind it and wakes the session.
    boolean loading = answer instanceof Answer.LoadSource;
    if ((state instanceof Absent && !loading) || answer instanceof Answer.ThenSleep) {
      stay.sleep();
    }
    switch (answer) {
      case Answer.None _ -> {}
      case Answer.Now(var reply) -> asker.tell(reply);
      case Answer.Status _, Answer.ThenSleep _ -> asker.tell(status(state));
      case Answer.WhenSettled(int turn, var patience) -> settled(turn, patience, state, asker);
      case Answer.WhenStopped _ -> stopped(state, asker);
      case Answer.FromHistory(int turn) -> lookups.result(turn, asker);
      case Answer.LoadHead _, Answer.LoadSource _ -> load(command);
      case Answer.Recheck _ -> recheck(command, state);
      case Answer.Checked(var reply) -> checked(reply, command);
      case Answer.FormerRelease _ -> formerRelease(command, state);
      case Answer.CheckAnswer(var ask) when command instanceof AnswerAsk said ->
          lookups.answer(said, ask);
      case Answer.FormerAnswer _ when command instanceof AnswerAsk said ->
          lookups.formerAnswer(said, state.status());
      case Answer.CheckAnswer _, Answer.FormerAnswer _ ->
          throw new IllegalStateException(command + " answers no question");
      case Answer.FromChild(var child) -> lookups.cancelChild(child, asker);
      case Answer.WhenRemoved _ -> waiters.addForStop(asker);
    }
  }

  private SessionReply status(SessionState state) {
    return new Done(id, state.status());
  }

  private void settled(
      int turn, Optional<Duration> patience, SessionState state, ActorRef<SessionReply> asker) {
    var result =
        state instanceof Live live
            ? live.core().ledger().result(turn)
            : Optional.<TurnResult>empty();
    if (result.isPresent()) {
      asker.tell(new TurnSettled(id, result.get()));
    } else {
      long waiter = waiters.addForTurn(turn, asker);
      patience.ifPresent(time -> clocks.startPatience(waiter, time));
    }
  }

  private void stopped(SessionState state, ActorRef<SessionReply> asker) {
    if (state.status() == SessionStatus.STOPPED) {
      asker.tell(status(state));
    } else {
      waiters.addForStop(asker);
    }
  }

  private void recheck(SessionCommand command, SessionState state) {
    if (!(command instanceof ReleaseSession release)) {
      return;
    }
    var before = releases.answered(release.request());
    if (before.isPresent()) {
      release.replyTo().tell(before.get());
    } else if (releases.begin(release, state)) {
      clocks.startPatience(waiters.addForCheck(release.replyTo()), release.patience());
    } else {
      waiters.refuse(release.replyTo(), "another release re-checks it");
    }
  }

  private void checked(SessionReply reply, SessionCommand command) {
    if (command instanceof ReleaseSession release) {
      releases.remember(release.request(), reply);
    }
    waiters.checked(reply);
  }

  private void formerRelease(SessionCommand command, SessionState state) {
    if (command instanceof ReleaseSession release) {
      lookups.release(release, state.status());
    }
  }

  private void load(SessionCommand command) {
    if (command instanceof ResumeSession resume) {
      lookups.head(resume);
    } else if (command instanceof ForkSession fork) {
      lookups.source(fork);
    }
  }
}
