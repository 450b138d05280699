package dev.fractal.session.decide;

import static dev.fractal.session.decide.Given.ended;
import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Given.outcome;
import static dev.fractal.session.decide.Samples.ID;
import static dev.fractal.session.decide.Samples.USAGE;
import static dev.fractal.session.decide.Samples.answer;
import static dev.fractal.session.decide.Samples.completed;
import static dev.fractal.session.decide.Samples.evaluated;
import static dev.fractal.session.decide.Samples.gaveUp;
import static dev.fractal.session.decide.Samples.hostCalls;
import static dev.fractal.session.decide.Samples.hostDone;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.outcome;
import static dev.fractal.session.decide.Samples.replied;
import static dev.fractal.session.decide.Samples.requested;
import static dev.fractal.session.decide.Samples.started;
import static dev.fractal.session.decide.Samples.stepDone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.ModelFailed;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.repl.StepOutcome;
import dev.fractal.session.decide.SessionMessage.StoreBroken;
import dev.fractal.session.decide.SessionMessage.TurnTimedOut;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What results of work lead to, step by step. */
final class StepDecisionsTest {
  private static TurnEnded end(Decision decision) {
    return decision.events().stream()
        .filter(TurnEnded.class::isInstance)
        .map(TurnEnded.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aReplyIsWrittenAndItsCellsAreEvaluatedNext() {
    var given = given(started(), opened(1));

    assertThat(names(given.when(answer(1, 1)))).containsExactly("ModelReplied");

    assertThat(given.state().next())
        .singleElement()
        .isInstanceOfSatisfying(Work.EvaluateStep.class, work -> assertThat(work.save()).isFalse());
  }

  @Test
  void anEvaluationThatTheNextReplyCanCarryIsDeferred() {
    var given = given(started(), opened(1), replied(1, 1));
    var decision = given.when(stepDone(1, 1, 0, outcome(1, 1, Optional.empty())));
    assertThat(names(decision)).containsExactly("CellsEvaluated");
    assertThat(decision.deferrable()).isTrue();
    assertThat(given.state().next())
        .containsExactly(new Work.CallModel(CallKey.model(ID, 1, 2), 2));
  }

  @Test
  void finalPublishesItsHeadAndEndsTheTurn() {
    var given = given(started(), opened(1), replied(1, 1));
    var decision = given.when(stepDone(1, 1, 0, outcome(1, 1, Optional.of("42"))));
    assertThat(names(decision))
        .containsExactly("CellsEvaluated", "VariablesSaved", "HeadPublished", "TurnEnded");
    assertThat(outcome(decision, 1)).isEqualTo(new TurnOutcome.Finished(Content.inline("42")));
    assertThat(decision.deferrable()).isFalse();
    assertThat(given.state()).isInstanceOf(SessionState.Idle.class);
  }

  @Test
  void aTurnThatMadeItsStepsEndsBudgetExceeded() {
    var given =
        given(
            started(),
            opened(1),
            replied(1, 1),
            evaluated(1, 1),
            replied(1, 2),
            evaluated(1, 2),
            replied(1, 3));
    var decision = given.when(stepDone(1, 3, 0, outcome(1, 3, Optional.empty())));
    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(((TurnOutcome.Aborted) outcome(decision, 1)).reason().type()).isEqualTo("StepLimit");
  }

  @Test
  void aRequestMayOnlyTightenTheStepLimit() {
    assertThat(stepsOf(1)).isEqualTo(1);
    assertThat(stepsOf(50)).isEqualTo(3);
  }

  private static int stepsOf(int asked) {
    var request =
        new TurnRequest(
            "r-1",
            Content.inline("task"),
            Map.of(),
            Optional.empty(),
            Optional.of(asked),
            Optional.empty(),
            Optional.empty());
    var given = given(started(), new SessionEvent.TurnOpened(1, request, Samples.T0));
    int steps = 0;
    while (given.state() instanceof SessionState.InTurn) {
      steps++;
      given.when(answer(1, steps));
      given.when(stepDone(1, steps, 0, outcome(1, steps, Optional.empty())));
    }
    return steps;
  }

  @Test
  void aFailedModelCallEndsTheTurnAsAnError() {
    var given = given(started(), opened(1));
    var decision = given.when(gaveUp(1, 1, false, 2));
    assertThat(names(decision)).containsExactly("ModelFailed", "HeadPublished", "TurnEnded");
    assertThat(decision.events().getFirst())
        .isInstanceOfSatisfying(ModelFailed.class, e -> assertThat(e.lost()).isEqualTo(2));
    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.ERROR);
    assertThat(end(decision).spend()).isEqualTo(Spend.NONE.lose(2));
  }

  @Test
  void aModelCallBeyondItsTimeEndsTheTurnAsATimeout() {
    var decision = given(started(), opened(1)).when(gaveUp(1, 1, true, 1));
    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.TIMEOUT);
  }

  @Test
  void aTurnBeyondItsTimeEndsAndItsModelCallIsLost() {
    var decision = given(started(), opened(1)).when(new TurnTimedOut(1));
    assertThat(ended(decision, 1)).isEqualTo(TurnStatus.TIMEOUT);
    assertThat(end(decision).spend()).isEqualTo(Spend.NONE.lose(1));
  }

  @Test
  void theClockOfAnotherTurnEndsNothing() {
    assertThat(given(started(), opened(1)).when(new TurnTimedOut(2)).events()).isEmpty();
    assertThat(given(started()).when(new TurnTimedOut(1)).events()).isEmpty();
  }

  @Test
  void hostCallsAreWrittenBeforeTheyAreMadeAndAtMostSoManyAtOnce() {
    var given = given(started(), opened(1), replied(1, 1));

    var decision = given.when(stepDone(1, 1, 0, new StepOutcome.Waiting(0, hostCalls(5))));

    assertThat(names(decision)).containsExactly("HostCallsRequested");
    assertThat(decision.deferrable()).isFalse();
    assertThat(keys(given)).containsExactly(key(0), key(1));
    given.whenArrived(hostDone(1, 1, 1));
    assertThat(keys(given)).containsExactly(key(0), key(2));
  }

  private static CallKey key(int call) {
    return CallKey.host(ID, 1, 1, 0, call);
  }

  private static List<CallKey> keys(Given given) {
    return given.state().next().stream().map(Work::key).toList();
  }

  @Test
  void resultsThatArriveTogetherAreOneEventAndTheCellGoesOnAfterTheLast() {
    var given = given(started(), opened(1), replied(1, 1), requested(1, 1, 2));

    var decision = given.whenArrived(hostDone(1, 1, 1), hostDone(1, 1, 0));

    assertThat(names(decision)).containsExactly("HostCallsCompleted");
    assertThat(given.state())
        .isInstanceOfSatisfying(
            SessionState.Evaluating.class,
            at ->
                assertThat(at.step().waves().getFirst().results())
                    .extracting(result -> result.call())
                    .as("the order in which they were written")
                    .containsExactly(1, 0));
    assertThat(keys(given)).containsExactly(new CallKey(CallKey.model(ID, 1, 1) + "/e1"));
  }

  @Test
  void aResultThatArrivesTwiceCountsOnce() {
    var given = given(started(), opened(1), replied(1, 1), requested(1, 1, 2));
    var decision = given.whenArrived(hostDone(1, 1, 0), hostDone(1, 1, 0));
    assertThat(((HostCallsCompleted) decision.events().getFirst()).results()).hasSize(1);
    assertThat(given.state()).isInstanceOf(SessionState.AwaitingHostCalls.class);
  }

  @Test
  void resultsWithStaleKeysLeadToNothing() {
    var awaiting = given(started(), opened(1), replied(1, 1), evaluated(1, 1));
    assertThat(awaiting.when(answer(1, 1)).events()).isEmpty();
    assertThat(awaiting.when(gaveUp(1, 1, false, 1)).events()).isEmpty();
    assertThat(awaiting.when(stepDone(1, 1, 0, outcome(1, 1, Optional.empty()))).events())
        .isEmpty();
    assertThat(awaiting.whenArrived(hostDone(1, 1, 0)).events()).isEmpty();
    assertThat(awaiting.when(broken(CallKey.model(ID, 1, 1))).events()).isEmpty();
    var waiting = given(started(), opened(1), replied(1, 1), requested(1, 1, 2));
    waiting.and(completed(1, 1, 0));
    assertThat(waiting.whenArrived(hostDone(1, 1, 0)).events()).isEmpty();
    assertThat(given(started()).when(answer(1, 1)).events()).isEmpty();
  }

  private static StoreBroken broken(CallKey key) {
    return new StoreBroken(key, new Failure("PayloadUnavailable", "it is damaged"));
  }

  @Test
  void damagedPayloadsAndDivergingEvaluationsQuarantine() {
    var damaged = given(started(), opened(1));
    damaged.when(broken(CallKey.model(ID, 1, 1)));
    assertThat(damaged.state()).isInstanceOf(SessionState.Quarantined.class);

    var diverged = given(started(), opened(1), replied(1, 1));
    diverged.when(
        stepDone(1, 1, 0, new StepOutcome.Diverged(new Failure("ReplDiverged", "x differs"))));
    assertThat(diverged.state()).isInstanceOf(SessionState.Quarantined.class);
    assertThat(diverged.state().next()).isEmpty();
  }

  @Test
  void everyEighthStepIsSavedAndTheLastPossibleOne() {
    var limits = new TurnLimits(9, 10, Duration.ofHours(1), Duration.ofMinutes(1), 16, 2);
    var given = given(started(Samples.spec(limits)), opened(1));
    var saves = new ArrayList<Integer>();
    for (int step = 1; step <= 10; step++) {
      given.and(replied(1, step));
      if (((Work.EvaluateStep) given.state().next().getFirst()).save()) {
        saves.add(step);
      }
      given.and(evaluated(1, step));
      if (step == 8) {
        given.and(Samples.saved(1, 8));
      }
    }
    assertThat(saves).containsExactly(8, 10);
  }

  @Test
  void spendAddsRepliesLeavesAndLosses() {
    var given = given(started(), opened(1), replied(1, 1), requested(1, 1, 2));
    given.whenArrived(hostDone(1, 1, 0), hostDone(1, 1, 1));
    given.and(new CallsRepeated(1, List.of(CallKey.model(ID, 1, 2)), Samples.T0));
    var decision = given.when(stepDone(1, 1, 1, outcome(1, 1, Optional.of("1"))));

    var spend = end(decision).spend();

    assertThat(spend.replies()).isEqualTo(3);
    assertThat(spend.lost()).isEqualTo(1);
    assertThat(spend.usage()).isEqualTo(USAGE.plus(USAGE).plus(USAGE));
    assertThat(spend.total()).isEqualTo(Usage.UNKNOWN);
    assertThat(given.live().core().ledger().spend()).isEqualTo(spend);
  }

  @Test
  void aSumOverAnUnknownIsUnknown() {
    var unknown = new Usage(Quantity.of(1), Quantity.unknown(), Quantity.of(0), Quantity.of(0));
    var given = given(started(), opened(1));
    given.and(
        new SessionEvent.ModelReplied(1, 1, Content.inline("a"), unknown, 1, Samples.T0),
        evaluated(1, 1),
        replied(1, 2));
    var spend = given.inTurn().turn().spend();
    assertThat(spend.usage().input()).isEqualTo(Quantity.of(11));
    assertThat(spend.usage().output()).isEqualTo(Quantity.unknown());
    assertThat(spend.lost()).isEqualTo(1);
  }
}
