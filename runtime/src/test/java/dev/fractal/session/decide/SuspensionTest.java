package dev.fractal.session.decide;

import static dev.fractal.session.decide.Given.ended;
import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Given.refusal;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.outcome;
import static dev.fractal.session.decide.Samples.replied;
import static dev.fractal.session.decide.Samples.started;
import static dev.fractal.session.decide.Samples.stepDone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.repl.StepOutcome;
import dev.fractal.repl.Tries;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.decide.SessionMessage.TurnTimedOut;
import dev.fractal.session.state.Work;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sessions whose step cannot be evaluated for a reason that may pass. */
final class SuspensionTest {
  private static final StepOutcome HALTED =
      new StepOutcome.Halted(new Failure("ReplUnfinished", "no memory"));

  private static Given suspended() {
    var given = given(started(), opened(1), replied(1, 1));
    assertThat(names(given.when(stepDone(1, 1, 0, HALTED)))).containsExactly("SessionSuspended");
    return given;
  }

  @Test
  void nothingGoesOnAndTheStatusSaysSo() {
    var given = suspended();
    assertThat(given.state().next()).isEmpty();
    assertThat(given.state().status()).isEqualTo(SessionStatus.SUSPENDED);
    assertThat(SessionStatus.unfinished()).doesNotContain(SessionStatus.SUSPENDED);
    assertThat(given.whenRevived().events()).isEmpty();
  }

  @Test
  void resumingTriesAgainWithMoreRoom() {
    var given = suspended();
    assertThat(names(given.whenResumed())).containsExactly("SessionResumed");
    assertThat(given.state().next())
        .singleElement()
        .isInstanceOfSatisfying(
            Work.EvaluateStep.class, work -> assertThat(work.tries()).isEqualTo(Tries.ALONE));
    given.when(stepDone(1, 1, 0, HALTED));
    given.whenResumed();
    given.when(stepDone(1, 1, 0, outcome(1, 1, Optional.of("1"))));
    assertThat(given.state().status()).isEqualTo(SessionStatus.IDLE);
  }

  @Test
  void theTimeOfTheTurnStands() {
    var given = suspended();
    given.after(Duration.ofDays(2));
    assertThat(given.when(new TurnTimedOut(1)).events()).isEmpty();
    given.whenResumed();
    assertThat(given.inTurn().turn().clock().ran()).isZero();
  }

  @Test
  void itIsCancelledStoppedOrPurgedAtOnce() {
    assertThat(ended(suspended().whenCancelled(1), 1)).isEqualTo(TurnStatus.CANCELLED);
    assertThat(ended(suspended().whenStopped(), 1)).isEqualTo(TurnStatus.STOPPED);
    assertThat(names(suspended().when(SessionCommand.PurgeSession::new)))
        .containsExactly("SessionPurged");
    assertThat(suspended().when(SessionCommand.CloseSession::new).answer())
        .isEqualTo(new Answer.ThenSleep());
  }

  @Test
  void aStopThatWasAskedForEndsTheTurnInstead() {
    var given = given(started(), opened(1), replied(1, 1));
    given.whenStopped();
    assertThat(ended(given.when(stepDone(1, 1, 0, HALTED)), 1)).isEqualTo(TurnStatus.STOPPED);
  }

  @Test
  void whoWaitsIsToldWhyAndFurtherTurnsQueue() {
    var given = suspended();
    assertThat(refusal(given.when(to -> new SessionCommand.AwaitTurn(1, Duration.ZERO, to))))
        .isEqualTo(Kind.SessionSuspended);
    assertThat(refusal(given.whenRun(1))).isEqualTo(Kind.SessionSuspended);
    assertThat(refusal(given.whenSubmitted(2, IfBusy.REJECT))).isEqualTo(Kind.TurnInFlight);
    assertThat(names(given.whenSubmitted(2, IfBusy.QUEUE))).containsExactly("TurnQueued");
  }

  @Test
  void aPauseBesideItIsLiftedWithIt() {
    var given = suspended();
    given.when(SessionCommand.PauseSession::new);
    assertThat(given.state().status()).isEqualTo(SessionStatus.SUSPENDED);
    given.whenResumed();
    assertThat(given.state().status()).isEqualTo(SessionStatus.RUNNING);
  }
}
