package dev.fractal.session.decide;

import static dev.fractal.session.decide.Given.ended;
import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Given.refusal;
import static dev.fractal.session.decide.Samples.answer;
import static dev.fractal.session.decide.Samples.completed;
import static dev.fractal.session.decide.Samples.evaluated;
import static dev.fractal.session.decide.Samples.gaveUp;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.outcome;
import static dev.fractal.session.decide.Samples.queued;
import static dev.fractal.session.decide.Samples.replied;
import static dev.fractal.session.decide.Samples.requested;
import static dev.fractal.session.decide.Samples.started;
import static dev.fractal.session.decide.Samples.stepDone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.state.Ledger;
import dev.fractal.session.state.SessionState;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Cancelling, stopping and closing, in every phase. */
final class InterruptionTest {
  private static int lost(Decision decision) {
    return decision.events().stream()
        .filter(TurnEnded.class::isInstance)
        .map(event -> ((TurnEnded) event).spend().lost())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void cancellingAModelCallLosesIt() {
    var given = given(started(), opened(1));
    var decision = given.whenCancelled(1);
    assertThat(names(decision)).containsExactly("HeadPublished", "TurnEnded");
    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.CANCELLED);
    assertThat(lost(decision)).isEqualTo(1);
    assertThat(decision.answer()).isEqualTo(new Answer.WhenSettled(1, Optional.empty()));
    assertThat(given.state()).isInstanceOf(SessionState.Idle.class);
  }

  @Test
  void cancellingAnEvaluationLosesNothing() {
    var decision = given(started(), opened(1), replied(1, 1)).whenCancelled(1);
    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.CANCELLED);
    assertThat(lost(decision)).isZero();
  }

  @Test
  void cancellingLosesTheHostCallsThatMayBeInFlight() {
    var given = given(started(), opened(1), replied(1, 1), requested(1, 1, 5));
    given.and(completed(1, 1, 0));
    var decision = given.whenCancelled(1);
    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.CANCELLED);
    assertThat(lost(decision)).isEqualTo(2);
  }

  @Test
  void cancellingAQueuedTurnDropsItAndLeavesTheRunningOneAlone() {
    var given = given(started(), opened(1), queued(2), queued(3));
    var decision = given.whenCancelled(2);
    assertThat(names(decision)).containsExactly("TurnEnded");
    assertThat(ended(decision, 2)).isEqualTo(TurnStatus.CANCELLED);
    assertThat(decision.answer()).isEqualTo(new Answer.WhenSettled(2, Optional.empty()));
    assertThat(given.inTurn().turn().number()).isEqualTo(1);
    assertThat(given.live().core().ledger().queue())
        .extracting(Ledger.Queued::turn)
        .containsExactly(3);
    assertThat(given.live().core().ledger().result(2).orElseThrow().head()).isEmpty();
  }

  @Test
  void cancellingAnEndedTurnAnswersItsResult() {
    var given = given(started(), opened(1));
    given.whenCancelled(1);
    var again = given.whenCancelled(1);
    assertThat(again.events()).isEmpty();
    assertThat(again.answer()).isEqualTo(new Answer.WhenSettled(1, Optional.empty()));
    assertThat(refusal(given.whenCancelled(2))).isEqualTo(Kind.UnknownTurn);
  }

  @Test
  void anAbortedTurnLeavesTranscriptAndVariablesAsTheyWereBefore() {
    var given = given(started(), opened(1), replied(1, 1), evaluated(1, 1));
    given.when(answer(1, 2));
    given.when(stepDone(1, 2, 0, outcome(1, 2, Optional.of("1"))));
    var before = given.live().core();
    given.and(opened(2), replied(2, 1), evaluated(2, 1));

    given.whenCancelled(2);

    var after = given.live().core();
    assertThat(after.transcript()).isEqualTo(before.transcript());
    assertThat(after.workspace().saved()).isEqualTo(before.workspace().saved());
    assertThat(after.workspace().digests()).isEqualTo(before.workspace().digests());
    assertThat(after.workspace().replay()).isEqualTo(before.workspace().replay());
    assertThat(after.workspace().anchor()).isNotEqualTo(before.workspace().anchor());
  }

  @Test
  void stoppingAnIdleSessionStopsItAndStoppingAgainDoesNothing() {
    var given = given(started());
    assertThat(names(given.whenStopped())).containsExactly("SessionStopped");
    assertThat(given.state().status()).isEqualTo(SessionStatus.STOPPED);
    assertThat(given.whenStopped().events()).isEmpty();
    assertThat(refusal(given.whenRun(1))).isEqualTo(Kind.SessionStopped);
  }

  @Test
  void aTurnInFlightStopsAtItsStepBoundary() {
    var given = given(started(), opened(1), queued(2));

    assertThat(names(given.whenStopped())).containsExactly("StopRequested");
    assertThat(given.whenStopped().events()).isEmpty();
    assertThat(given.state().status()).isEqualTo(SessionStatus.STOP_REQUESTED);
    assertThat(refusal(given.whenRun(3))).isEqualTo(Kind.SessionStopped);
    given.when(answer(1, 1));
    var decision = given.when(stepDone(1, 1, 0, outcome(1, 1, Optional.empty())));

    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.STOPPED);
    assertThat(ended(decision, 2)).isEqualTo(TurnStatus.STOPPED);
    assertThat(names(decision)).last().isEqualTo("SessionStopped");
    assertThat(given.state()).isInstanceOf(SessionState.Stopped.class);
    assertThat(given.live().core().ledger().queue()).isEmpty();
  }

  @Test
  void aTurnThatFinishesBeforeTheStopIsFinal() {
    var given = given(started(), opened(1), replied(1, 1));
    given.whenStopped();
    var decision = given.when(stepDone(1, 1, 0, outcome(1, 1, Optional.of("7"))));
    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.FINAL);
    assertThat(given.state()).isInstanceOf(SessionState.Stopped.class);
  }

  @Test
  void aRequestedStopComesAboutHoweverTheTurnEnds() {
    var failed = given(started(), opened(1));
    failed.whenStopped();
    failed.when(gaveUp(1, 1, false, 1));
    assertThat(failed.state()).isInstanceOf(SessionState.Stopped.class);

    var cancelled = given(started(), opened(1));
    cancelled.whenStopped();
    cancelled.whenCancelled(1);
    assertThat(cancelled.state()).isInstanceOf(SessionState.Stopped.class);

    var late = given(started(), opened(1));
    late.whenStopped();
    late.when(new SessionMessage.TurnTimedOut(1));
    assertThat(late.state()).isInstanceOf(SessionState.Stopped.class);
  }

  @Test
  void aStopThatWaitsIsAnsweredWhenItHasComeAbout() {
    var given = given(started(), opened(1));
    assertThat(given.when(to -> new SessionCommand.StopSession(true, to)).answer())
        .isEqualTo(new Answer.WhenStopped());
  }

  @Test
  void stoppingBetweenTwoTurnsEndsThoseThatWait() {
    var given = given(started(), opened(1), queued(2), queued(3));
    given.whenCancelled(1);
    var decision = given.whenStopped();
    assertThat(names(decision)).containsExactly("TurnEnded", "TurnEnded", "SessionStopped");
    assertThat(ended(decision, 3)).isEqualTo(TurnStatus.STOPPED);
    assertThat(given.live().core().ledger().ended()).isEqualTo(3);
  }

  @Test
  void closingPutsAnIdleSessionToSleepAndIsRefusedWhileATurnRuns() {
    assertThat(given(started()).when(SessionCommand.CloseSession::new).answer())
        .isEqualTo(new Answer.ThenSleep());
    assertThat(refusal(given(started(), opened(1)).when(SessionCommand.CloseSession::new)))
        .isEqualTo(Kind.TurnInFlight);
  }

  @Test
  void aQuarantinedSessionRefusesEverything() {
    var given = given(started(), opened(1), opened(2));
    assertThat(given.state().status()).isEqualTo(SessionStatus.QUARANTINED);
    assertThat(refusal(given.whenSubmitted(3, IfBusy.QUEUE))).isEqualTo(Kind.SessionQuarantined);
    assertThat(refusal(given.whenStopped())).isEqualTo(Kind.SessionQuarantined);
    assertThat(refusal(given.whenCancelled(1))).isEqualTo(Kind.SessionQuarantined);
  }
}
