package dev.fractal.session;

import static dev.fractal.session.decide.Given.ended;
import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Samples.completed;
import static dev.fractal.session.decide.Samples.evaluated;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.outcome;
import static dev.fractal.session.decide.Samples.replied;
import static dev.fractal.session.decide.Samples.requested;
import static dev.fractal.session.decide.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.event.SessionEvent.EvaluationRepeated;
import dev.fractal.protocol.event.SessionEvent.TurnHandedOver;
import dev.fractal.repl.StepOutcome;
import dev.fractal.session.decide.Decision;
import dev.fractal.session.decide.Draft;
import dev.fractal.session.decide.Given;
import dev.fractal.session.decide.Samples;
import dev.fractal.session.state.SessionState.Evaluating;
import dev.fractal.session.state.Work;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Processes that end while they evaluate a step are counted, for that step and not beyond. */
final class EvaluationLossTest {
  private static Given evaluating() {
    return given(started(), opened(1), replied(1, 1));
  }

  private static int lost(Given given) {
    return ((Evaluating) given.state()).tries().lost();
  }

  @Test
  void aCrashWithinAnEvaluationIsWrittenBeforeItIsBegunAgain() {
    var given = evaluating();
    assertThat(given.whenRevived().events())
        .containsExactly(new EvaluationRepeated(1, 1, 1, Samples.T0));
    assertThat(given.state().next())
        .extracting(Work::key)
        .containsExactly(new CallKey(CallKey.model(Samples.ID, 1, 1) + "/e0r1"));
  }

  @Test
  void theThirdCrashEndsTheTurnAndTheSessionGoesOn() {
    var given = evaluating();
    given.whenRevived();
    given.whenRevived();
    var decision = given.whenRevived();
    assertThat(names(decision)).containsExactly("EvaluationRepeated", "HeadPublished", "TurnEnded");
    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.ERROR);
    assertThat(names(given.whenRun(2))).containsExactly("TurnOpened");
  }

  @Test
  void anActorThatIsStartedAgainInItsProcessHasLostNothing() {
    var given = evaluating();
    for (int i = 0; i < 5; i++) {
      assertThat(names(given.whenRestarted())).containsExactly("CallsRepeated");
    }
    assertThat(lost(given)).isZero();
  }

  @Test
  void aHandOverIsNoCrash() {
    var given = evaluating().and(new TurnHandedOver(1, Samples.T0));
    assertThat(names(given.whenRevived())).containsExactly("CallsRepeated");
    assertThat(lost(given)).isZero();
  }

  @Test
  void anEvaluationThatReachesTheHostOrItsEndIsNotCountedAnyMore() {
    var waited = evaluating();
    waited.whenRevived();
    waited.whenRevived();
    waited.whenEvaluated(new StepOutcome.Waiting(0, Samples.hostCalls(1)));
    waited.and(completed(1, 1, 0));
    assertThat(lost(waited)).isZero();

    var ended = evaluating();
    ended.whenRevived();
    ended.whenRevived();
    ended.whenEvaluated(outcome(1, 1, Optional.empty()));
    ended.and(replied(1, 2));
    assertThat(lost(ended)).isZero();
  }

  @Test
  void crashesWhileTheHostIsWaitedForAreNotCounted() {
    var given = evaluating().and(requested(1, 1, 1));
    for (int i = 0; i < 5; i++) {
      assertThat(names(given.whenRevived())).containsExactly("CallsRepeated");
    }
  }

  @Test
  void theEndOfACountedEvaluationIsWrittenAtOnce() {
    var calm = deferring();
    assertThat(calm.isDue()).isFalse();

    var counted = deferring(new EvaluationRepeated(1, 1, 2, Samples.T0));
    assertThat(counted.isDue()).isTrue();
  }

  /** A step that came to its end. */
  private static Unwritten deferring(EvaluationRepeated... before) {
    var given = evaluating().and(before);
    var unwritten = new Unwritten();
    unwritten.begin(given.state(), Decision.nothing());
    unwritten.take(Decision.write(new Draft(given.state(), Samples.T0).add(evaluated(1, 1))));
    return unwritten;
  }

  @Test
  void lossesOfProcessesCountLikeThoseOfNodes() {
    var given = evaluating();
    given.whenRevived();
    given.whenEvaluated(new StepOutcome.Lost(1, "it was killed"));
    assertThat(lost(given)).isEqualTo(2);
    assertThat(ended(given.whenEvaluated(new StepOutcome.Lost(1, "it was killed")), 1))
        .isEqualTo(TurnStatus.ERROR);
  }

  @Test
  void timeInWhichNoNodeRanTheStepDoesNotCount() {
    var given = evaluating().after(Duration.ofHours(1));
    given.whenRevived();
    assertThat(given.inTurn().turn().clock().ran()).isZero();
  }
}
