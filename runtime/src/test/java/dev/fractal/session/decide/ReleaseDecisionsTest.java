package dev.fractal.session.decide;

import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Given.refusal;
import static dev.fractal.session.decide.Samples.completed;
import static dev.fractal.session.decide.Samples.evaluated;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.outcome;
import static dev.fractal.session.decide.Samples.queued;
import static dev.fractal.session.decide.Samples.replied;
import static dev.fractal.session.decide.Samples.requested;
import static dev.fractal.session.decide.Samples.saved;
import static dev.fractal.session.decide.Samples.started;
import static dev.fractal.session.decide.Samples.stepDone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.Failure;
import dev.fractal.protocol.ReleaseReport.Verdict;
import dev.fractal.protocol.ReleaseRequest.AsRecorded;
import dev.fractal.protocol.ReleaseRequest.AtHead;
import dev.fractal.protocol.ReleaseRequest.NewestGood;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.Unreadable;
import dev.fractal.repl.StepOutcome;
import dev.fractal.repl.Tries;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.state.SessionState.Quarantined;
import dev.fractal.session.state.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a release leads to, by what the re-check saw. */
final class ReleaseDecisionsTest {
  private static final Failure WHY = new Failure("ReplDiverged", "x differs");
  private static final SessionEvent QUARANTINED = new SessionQuarantined(WHY, Samples.T0);

  /** A turn that is over, with a head, and what then goes on. */
  private static Given after(SessionEvent... more) {
    var given = given(started(), opened(1), replied(1, 1));
    given.when(stepDone(1, 1, 0, outcome(1, 1, Optional.of("1"))));
    return given.and(more);
  }

  private static final List<SessionEvent> TURN =
      List.of(
          opened(2),
          replied(2, 1),
          evaluated(2, 1),
          saved(2, 1),
          replied(2, 2),
          requested(2, 2, 3),
          completed(2, 2, 1),
          queued(3));

  /** What follows an event that cannot be read. */
  private static final List<SessionEvent> BEHIND =
      List.of(
          replied(2, 2),
          queued(4),
          new SessionEvent.SessionPaused(Samples.T0),
          new SessionEvent.SessionResumed(Samples.T0),
          opened(5),
          replied(5, 1),
          new SessionEvent.SessionStopped(Samples.T0));

  private static Recorded.Offer head(Given given) {
    return Rewind.recorded(given.journal(), 64).offers().getFirst();
  }

  private static Live stood(Given given) {
    return ((Quarantined) given.state()).before().orElseThrow();
  }

  private static SessionReply.Released reply(Decision decision) {
    var reply =
        decision.answer() instanceof Answer.Checked(var checked)
            ? checked
            : ((Answer.Now) decision.answer()).reply();
    return (SessionReply.Released) reply;
  }

  /** Every way of standing still, at every place of a turn. */
  static Stream<Given> stillStanding() {
    var random = new Random(14);
    return IntStream.rangeClosed(0, TURN.size())
        .boxed()
        .<UnaryOperator<Given>>flatMap(
            length -> {
              var tail = new ArrayList<>(BEHIND);
              Collections.shuffle(tail, random);
              var some = tail.subList(0, random.nextInt(tail.size() + 1));
              var unreadable = new Unreadable("later/7", "is newer", Samples.T0);
              return Stream.of(
                  given -> begun(given, length).and(QUARANTINED),
                  given ->
                      begun(given, length).and(unreadable).and(some.toArray(SessionEvent[]::new)),
                  given -> begun(given, length).missing(1 + random.nextInt(5)));
            })
        .map(still -> still.apply(after()));
  }

  private static Given begun(Given given, int length) {
    return given.and(TURN.subList(0, length).toArray(SessionEvent[]::new));
  }

  @ParameterizedTest
  @MethodSource("stillStanding")
  void aRecordThatStandsIsGoneOnFromWhereItStood(Given given) {
    var before = stood(given);
    var decision = given.whenReleased(new AsRecorded(), new Finding.Stands(before));

    assertThat(reply(decision).report().verdict()).isEqualTo(Verdict.LIFTED);
    assertThat(decision.events()).first().isInstanceOf(SessionEvent.SessionReleased.class);
    assertThat(given.state()).isEqualTo(decision.steps().getLast().state());
    var live = given.live();
    assertThat(live.getClass()).isEqualTo(before.getClass());
    assertThat(live.core().workspace()).isEqualTo(before.core().workspace());
    assertThat(live.core().transcript()).isEqualTo(before.core().transcript());
    assertThat(reply(decision).status()).isEqualTo(live.status());
  }

  @ParameterizedTest
  @MethodSource("stillStanding")
  void elseItGoesOnAtAHeadAndItsTurnIsOver(Given given) {
    long number = given.state().count();
    var offer = head(given);
    var decision = given.whenReleased(new NewestGood(), new Finding.Offers(offer, WHY));

    assertThat(reply(decision).report().verdict()).isEqualTo(Verdict.RESTARTED);
    assertThat(given.state()).isEqualTo(decision.steps().getLast().state());
    assertThat(given.state().count()).isEqualTo(number + decision.events().size());
    var core = given.live().core();
    assertThat(core.lineage().usable()).contains(offer.head());
    assertThat(core.transcript().window()).isEqualTo(offer.continuation().window());
    assertThat(core.workspace().digests()).isEqualTo(offer.continuation().workspace().digests());
    decision.events().stream()
        .filter(SessionEvent.TurnEnded.class::isInstance)
        .forEach(
            end ->
                assertThat(((SessionEvent.TurnEnded) end).outcome().terminal())
                    .isEqualTo(TurnStatus.ERROR));
    int accepted = core.ledger().accepted();
    given.whenRun(9);
    assertThat(given.live().core().ledger().accepted()).isEqualTo(accepted + 1);
  }

  @ParameterizedTest
  @MethodSource("stillStanding")
  void unlessThatWasNotChosen(Given given) {
    var before = given.state();
    var offer = head(given);
    var decision = given.whenReleased(new AsRecorded(), new Finding.Offers(offer, WHY));

    assertThat(decision.events()).isEmpty();
    assertThat(reply(decision).report().verdict()).isEqualTo(Verdict.HELD);
    assertThat(reply(decision).report().head()).contains(offer.head());
    assertThat(reply(decision).status()).isEqualTo(SessionStatus.QUARANTINED);
    assertThat(given.state()).isEqualTo(before);
  }

  @Test
  void numbersOfTurnsBehindAnEventThatCannotBeReadAreNotGivenAgain() {
    var given = after(opened(2), new Unreadable("later/7", "is newer", Samples.T0));
    given.and(opened(7), replied(7, 1));
    given.whenReleased(new NewestGood(), new Finding.Offers(head(given), WHY));
    given.whenRun(8);
    assertThat(given.live().core().ledger().accepted()).isEqualTo(8);
  }

  @Test
  void timeInWhichItStoodStillDoesNotCount() {
    var given = after(opened(2), replied(2, 1), QUARANTINED).after(Duration.ofDays(3));
    given.whenReleased(new AsRecorded(), new Finding.Stands(stood(given)));
    assertThat(given.inTurn().turn().clock().ran()).isZero();
    assertThat(given.state().next())
        .singleElement()
        .isInstanceOfSatisfying(
            Work.EvaluateStep.class, work -> assertThat(work.tries()).isEqualTo(Tries.ALONE));
  }

  @Test
  void callsThatWereInFlightAreToldAsLost() {
    var given = after(opened(2), replied(2, 1), requested(2, 1, 2), QUARANTINED);
    var decision = given.whenReleased(new AsRecorded(), new Finding.Stands(stood(given)));
    assertThat(names(decision)).containsExactly("SessionReleased", "CallsRepeated");
    assertThat(given.inTurn().turn().spend().lost()).isEqualTo(2);
  }

  @Test
  void aSuspendedStepIsTriedAgainAtOnceWithMoreRoom() {
    var given = after(opened(2), replied(2, 1));
    given.when(stepDone(2, 1, 0, new StepOutcome.Halted(new Failure("ReplUnfinished", "no room"))));
    var decision = given.whenReleased(new NewestGood(), new Finding.Nowhere(WHY));
    assertThat(names(decision)).containsExactly("SessionReleased");
    assertThat(reply(decision).report().verdict()).isEqualTo(Verdict.RETRIED);
    assertThat(reply(decision).report().reason().message()).isEqualTo("no room");
    assertThat(given.state().next())
        .singleElement()
        .isInstanceOfSatisfying(
            Work.EvaluateStep.class, work -> assertThat(work.tries()).isEqualTo(Tries.ALONE));
  }

  @Test
  void aSuspendedSessionGoesBackToAHeadThatIsNamed() {
    var given = after(opened(2), replied(2, 1));
    given.when(stepDone(2, 1, 0, new StepOutcome.Halted(new Failure("ReplUnfinished", "no room"))));
    var offer = head(given);
    var decision = given.whenReleased(new AtHead(offer.head()), new Finding.Offers(offer, WHY));
    assertThat(names(decision))
        .containsExactly("HeadPublished", "TurnEnded", "SessionReleased", "HeadSelected");
    assertThat(given.state().status()).isEqualTo(SessionStatus.IDLE);
  }

  @Test
  void othersHaveNothingToBeReleasedFrom() {
    for (var given : List.of(after(), after(opened(2)), after(opened(2), replied(2, 1)))) {
      assertThat(given.whenReleased(new AsRecorded(), new Finding.Nowhere(WHY)).answer())
          .isEqualTo(new Answer.FormerRelease());
    }
    assertThat(refusal(given().whenReleased(new AsRecorded(), new Finding.Nowhere(WHY))))
        .isEqualTo(Kind.UnknownSession);
  }

  @Test
  void aJournalWithoutABeginningIsOnlyPurged() {
    var given = given(opened(1));
    var decision = given.whenReleased(new NewestGood(), new Finding.Nowhere(WHY));
    assertThat(refusal(decision)).isEqualTo(Kind.SessionQuarantined);
  }
}
