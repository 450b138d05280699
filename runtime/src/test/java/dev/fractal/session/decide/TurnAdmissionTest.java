package dev.fractal.session.decide;

import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Given.refusal;
import static dev.fractal.session.decide.Samples.ID;
import static dev.fractal.session.decide.Samples.LIMITS;
import static dev.fractal.session.decide.Samples.SPEC;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.queued;
import static dev.fractal.session.decide.Samples.replied;
import static dev.fractal.session.decide.Samples.spec;
import static dev.fractal.session.decide.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.state.Ledger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How sessions start and which turns they take. */
final class TurnAdmissionTest {
  private static Decision start(Given given, SessionSpec spec) {
    return given.when(to -> new SessionCommand.StartSession(spec, to));
  }

  private static Decision await(Given given, int turn) {
    return given.when(to -> new SessionCommand.AwaitTurn(turn, Duration.ofSeconds(1), to));
  }

  private static Given ended(Given given, int turn) {
    return given.and(
        opened(turn),
        new SessionEvent.TurnEnded(
            turn,
            new TurnOutcome.Finished(Content.inline("1")),
            1,
            Spend.NONE,
            Spent.NONE,
            Samples.T0));
  }

  @Test
  void startingWritesTheSpecAndRepeatingItWritesNothing() {
    var given = given();
    assertThat(names(start(given, SPEC))).containsExactly("SessionStarted");

    var again = start(given, SPEC);

    assertThat(again.events()).isEmpty();
    assertThat(again.answer()).isEqualTo(new Answer.Status());
    assertThat(given.state().status()).isEqualTo(SessionStatus.IDLE);
  }

  @Test
  void startingWithOtherSettingsIsRefused() {
    var other = SPEC.with(ModelChoice.all("fake:other"));
    assertThat(refusal(start(given(started()), other))).isEqualTo(Kind.SessionExists);
  }

  @Test
  void everyCommandButStartIsRefusedBeforeTheStart() {
    var given = given();
    assertThat(refusal(given.whenRun(1))).isEqualTo(Kind.UnknownSession);
    assertThat(refusal(given.whenStopped())).isEqualTo(Kind.UnknownSession);
    assertThat(refusal(given.when(SessionCommand.DescribeSession::new)))
        .isEqualTo(Kind.UnknownSession);
  }

  @Test
  void aTurnOfAnIdleSessionOpensAndItsRunnerWaits() {
    var decision = given(started()).whenRun(1);
    assertThat(names(decision)).containsExactly("TurnOpened");
    assertThat(decision.answer()).isEqualTo(new Answer.WhenSettled(1, Optional.empty()));
  }

  @Test
  void aSubmittedTurnIsAcceptedWithItsNumber() {
    assertThat(given(started()).whenSubmitted(1, IfBusy.QUEUE).answer())
        .isEqualTo(new Answer.Now(new SessionReply.TurnAccepted(ID, 1)));
  }

  @Test
  void turnsThatArriveWhileOneRunsQueueInOrder() {
    var given = given(started(), opened(1));

    assertThat(names(given.whenSubmitted(2, IfBusy.QUEUE))).containsExactly("TurnQueued");
    assertThat(names(given.whenSubmitted(3, IfBusy.QUEUE))).containsExactly("TurnQueued");

    assertThat(given.live().core().ledger().queue())
        .extracting(Ledger.Queued::turn)
        .containsExactly(2, 3);
  }

  @Test
  void theSeventeenthWaitingTurnIsRefused() {
    var given = given(started(), opened(1));
    IntStream.rangeClosed(2, 17).forEach(turn -> given.whenSubmitted(turn, IfBusy.QUEUE));
    assertThat(given.live().core().ledger().queue()).hasSize(16);

    assertThat(refusal(given.whenSubmitted(18, IfBusy.QUEUE))).isEqualTo(Kind.TurnQueueFull);
    assertThat(given.live().core().ledger().accepted()).isEqualTo(17);
  }

  @Test
  void aTurnThatWillNotQueueIsRefusedWhileOneRunsOrWaits() {
    assertThat(refusal(given(started(), opened(1)).whenSubmitted(2, IfBusy.REJECT)))
        .isEqualTo(Kind.TurnInFlight);
    assertThat(refusal(ended(given(started()), 1).and(queued(2)).whenSubmitted(3, IfBusy.REJECT)))
        .isEqualTo(Kind.TurnInFlight);
  }

  @Test
  void theQueueMovesOnWhenATurnHasEnded() {
    var given = given(started(), opened(1), queued(2), queued(3));
    given.whenCancelled(1);
    assertThat(given.state().status()).isEqualTo(SessionStatus.RUNNING);

    assertThat(names(given.whenQueueMoves())).containsExactly("TurnOpened");

    assertThat(given.inTurn().turn().number()).isEqualTo(2);
    assertThat(given.live().core().ledger().queue())
        .extracting(Ledger.Queued::turn)
        .containsExactly(3);
  }

  @Test
  void theSameRequestIdIsTheSameTurnWhileItRuns() {
    var given = given(started(), opened(1), replied(1, 1));
    var again = given.whenSubmitted(1, IfBusy.REJECT);
    assertThat(again.events()).isEmpty();
    assertThat(again.answer()).isEqualTo(new Answer.Now(new SessionReply.TurnAccepted(ID, 1)));
  }

  @Test
  void theSameRequestIdIsTheSameTurnWhileItWaits() {
    var again = given(started(), opened(1), queued(2)).whenRun(2);
    assertThat(again.events()).isEmpty();
    assertThat(again.answer()).isEqualTo(new Answer.WhenSettled(2, Optional.empty()));
  }

  @Test
  void theSameRequestIdIsTheSameTurnAfterItsEnd() {
    var again = ended(given(started()), 1).whenRun(1);
    assertThat(again.events()).isEmpty();
    assertThat(again.answer()).isEqualTo(new Answer.WhenSettled(1, Optional.empty()));
  }

  @Test
  void theSameRequestIdIsAnsweredFromTheJournalAfterManyTurns() {
    var given = given(started());
    IntStream.rangeClosed(1, 40).forEach(turn -> ended(given, turn));

    var again = given.whenRun(1);

    assertThat(again.events()).isEmpty();
    assertThat(again.answer()).isEqualTo(new Answer.FromHistory(1));
    assertThat(given.whenSubmitted(1, IfBusy.QUEUE).answer())
        .isEqualTo(new Answer.Now(new SessionReply.TurnAccepted(ID, 1)));
  }

  @Test
  void theSameRequestIdIsKnownAfterAStop() {
    var given = ended(given(started()), 1);
    given.whenStopped();
    assertThat(given.whenRun(1).answer()).isEqualTo(new Answer.WhenSettled(1, Optional.empty()));
  }

  @Test
  void aSessionThatHadItsTurnsTakesNoMore() {
    var limits = new TurnLimits(1, 3, Duration.ofMinutes(1), Duration.ofMinutes(1), 16, 2);
    var given = ended(given(started(spec(limits))), 1);
    assertThat(refusal(given.whenRun(2))).isEqualTo(Kind.TurnLimitReached);
  }

  @Test
  void aSessionOfAnotherWorldTakesNoTurns() {
    var other =
        new SessionSpec(
            SPEC.models(),
            LIMITS,
            Descent.ROOT,
            new Authority(
                "default",
                Profile.DEFAULT.under(new Limits(4, 50, 50, 50)),
                "/somewhere",
                Map.of()),
            Budget.UNLIMITED,
            "doctrine/0",
            "fake/1");
    assertThat(refusal(given(started(other)).whenRun(1))).isEqualTo(Kind.WorldMismatch);
  }

  @Test
  void anotherModelHoldsFromItsTurnOn() {
    var request =
        new TurnRequest(
            "r-1",
            Content.inline("task"),
            Map.of(),
            Optional.of(ModelChoice.all("fake:better")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var given = given(started());

    given.when(to -> new SessionCommand.RunTurn(request, IfBusy.QUEUE, to));

    assertThat(given.live().core().spec().models().root()).isEqualTo("fake:better");
  }

  @Test
  void awaitingWaitsForOpenQueuedAndRecentTurnsAndReadsOldOnes() {
    var given = given(started());
    IntStream.rangeClosed(1, 20).forEach(turn -> ended(given, turn));
    given.and(opened(21), queued(22));
    var patience = Optional.of(Duration.ofSeconds(1));

    assertThat(await(given, 22).answer()).isEqualTo(new Answer.WhenSettled(22, patience));
    assertThat(await(given, 21).answer()).isEqualTo(new Answer.WhenSettled(21, patience));
    assertThat(await(given, 20).answer()).isEqualTo(new Answer.WhenSettled(20, patience));
    assertThat(await(given, 4).answer()).isEqualTo(new Answer.FromHistory(4));
    assertThat(refusal(await(given, 23))).isEqualTo(Kind.UnknownTurn);
    assertThat(refusal(await(given, 0))).isEqualTo(Kind.UnknownTurn);
  }

  @Test
  void aDescriptionTellsWhatIsGoingOn() {
    var given = given(started(), opened(1), replied(1, 1), queued(2));
    assertThat(given.when(SessionCommand.DescribeSession::new).answer())
        .isEqualTo(
            new Answer.Now(
                new SessionReply.Described(
                    ID,
                    SessionStatus.RUNNING,
                    2,
                    Optional.of(1),
                    1,
                    Optional.empty(),
                    Spend.NONE.reply(Samples.USAGE))));
  }
}
