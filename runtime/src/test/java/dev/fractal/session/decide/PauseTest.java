package dev.fractal.session.decide;

import static dev.fractal.session.decide.Given.ended;
import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Given.refusal;
import static dev.fractal.session.decide.Samples.answer;
import static dev.fractal.session.decide.Samples.completed;
import static dev.fractal.session.decide.Samples.evaluated;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.outcome;
import static dev.fractal.session.decide.Samples.queued;
import static dev.fractal.session.decide.Samples.replied;
import static dev.fractal.session.decide.Samples.requested;
import static dev.fractal.session.decide.Samples.started;
import static dev.fractal.session.decide.Samples.stepDone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.decide.SessionMessage.TurnTimedOut;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Sessions that are held until they are resumed. */
final class PauseTest {
  private static Decision pause(Given given) {
    return given.when(SessionCommand.PauseSession::new);
  }

  /** Turn 1 stands still after its first step. */
  private static Given held() {
    var given = given(started(), opened(1));
    pause(given);
    given.when(answer(1, 1));
    given.when(stepDone(1, 1, 0, outcome(1, 1, Optional.empty())));
    return given;
  }

  @Test
  void anIdleSessionHoldsTheTurnsThatItTakes() {
    var given = given(started());
    assertThat(names(pause(given))).containsExactly("SessionPaused");
    assertThat(given.state().status()).isEqualTo(SessionStatus.PAUSED);

    assertThat(names(given.whenRun(1))).containsExactly("TurnQueued");
    assertThat(given.state().next()).isEmpty();
    assertThat(given.state().status()).isEqualTo(SessionStatus.PAUSED);

    assertThat(names(given.whenResumed())).containsExactly("SessionResumed");
    assertThat(names(given.whenQueueMoves())).containsExactly("TurnOpened");
  }

  @Test
  void aRunningStepIsFinishedWithAllThatItAsksForAndThenTheTurnIsHeld() {
    var given = given(started(), opened(1));
    var call = given.state().next();
    pause(given);
    assertThat(given.state().next()).isEqualTo(call);
    assertThat(given.state().status()).isEqualTo(SessionStatus.PAUSE_REQUESTED);

    given.when(answer(1, 1));
    given.and(requested(1, 1, 2));
    assertThat(given.state().next()).hasSize(2);
    given.and(completed(1, 1, 0, 1));
    given.when(stepDone(1, 1, 1, outcome(1, 1, Optional.empty())));

    assertThat(given.state().next()).isEmpty();
    assertThat(given.state().status()).isEqualTo(SessionStatus.PAUSED);

    given.whenResumed();
    assertThat(given.state().next()).hasSize(1);
    assertThat(given.state().status()).isEqualTo(SessionStatus.RUNNING);
  }

  @Test
  void aPauseDuringAnEvaluationHoldsBeforeTheNextModelCall() {
    var given = given(started(), opened(1), replied(1, 1));
    pause(given);
    given.and(evaluated(1, 1));
    assertThat(given.state().next()).isEmpty();
  }

  @Test
  void aTurnThatEndsWithItsLastStepLeavesTheSessionPaused() {
    var given = given(started(), opened(1), replied(1, 1), queued(2));
    pause(given);
    var decision = given.when(stepDone(1, 1, 0, outcome(1, 1, Optional.of("1"))));
    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.FINAL);
    assertThat(given.state().status()).isEqualTo(SessionStatus.PAUSED);
    assertThat(given.state().next()).isEmpty();
  }

  @Test
  void pausingAndResumingTwiceChangesNothingMore() {
    var given = held();
    assertThat(pause(given).events()).isEmpty();
    given.whenResumed();
    assertThat(given.whenResumed().events()).isEmpty();
  }

  @Test
  void timeThatATurnIsHeldDoesNotCount() {
    var given = held();
    given.after(Duration.ofDays(2));
    assertThat(given.when(new TurnTimedOut(1)).events()).isEmpty();
    given.whenSubmitted(2, IfBusy.QUEUE);
    given.after(Duration.ofDays(1));
    given.whenResumed();
    var turn = given.inTurn().turn();
    assertThat(turn.clock().ran()).isZero();

    given.after(Duration.ofMinutes(1)).when(answer(1, 2));
    assertThat(given.inTurn().turn().clock().ran()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aHeldTurnIsCancelledOrStoppedAtOnce() {
    var cancelled = held();
    assertThat(ended(cancelled.whenCancelled(1), 1)).isEqualTo(TurnStatus.CANCELLED);
    assertThat(cancelled.state().status()).isEqualTo(SessionStatus.PAUSED);

    var stopped = held();
    assertThat(ended(stopped.whenStopped(), 1)).isEqualTo(TurnStatus.STOPPED);
    assertThat(stopped.state().status()).isEqualTo(SessionStatus.STOPPED);
    stopped.whenResumed();
    assertThat(stopped.state().status()).isEqualTo(SessionStatus.IDLE);
  }

  @Test
  void nothingIsReservedNorChargedForACallThatIsHeld() {
    var held = held();
    assertThat(held.live().core().account().ledger().reserved()).isEmpty();
    held.whenResumed();
    assertThat(held.live().core().account().ledger().reserved())
        .containsOnlyKeys(CallKey.model(Samples.ID, 1, 2));
  }

  @Test
  void aHeldSessionMaySleep() {
    assertThat(held().when(SessionCommand.CloseSession::new).answer())
        .isEqualTo(new Answer.ThenSleep());
  }

  @Test
  void aStoppedOrStoppingSessionIsNotPaused() {
    var stopped = given(started());
    stopped.whenStopped();
    assertThat(refusal(pause(stopped))).isEqualTo(Kind.SessionStopped);
    var stopping = given(started(), opened(1));
    stopping.whenStopped();
    assertThat(refusal(pause(stopping))).isEqualTo(Kind.SessionStopped);
  }

  @Test
  void whoDoesNotWantToWaitIsToldThatTheSessionIsPaused() {
    var given = given(started());
    pause(given);
    assertThat(refusal(given.whenSubmitted(1, IfBusy.REJECT))).isEqualTo(Kind.TurnInFlight);
  }
}
