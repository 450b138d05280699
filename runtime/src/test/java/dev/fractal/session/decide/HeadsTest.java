package dev.fractal.session.decide;

import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Given.refusal;
import static dev.fractal.session.decide.Samples.answer;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.outcome;
import static dev.fractal.session.decide.Samples.replied;
import static dev.fractal.session.decide.Samples.started;
import static dev.fractal.session.decide.Samples.stepDone;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.state.SessionState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Heads, compaction, and going back to a head. */
final class HeadsTest {
  private static void runTurn(Given given, int turn, String value) {
    given.whenRun(turn);
    given.when(answer(turn, 1));
    given.when(stepDone(turn, 1, 0, outcome(turn, 1, Optional.of(value))));
  }

  private static List<Head> heads(Given given) {
    return given.journal().stream()
        .filter(HeadPublished.class::isInstance)
        .map(event -> ((HeadPublished) event).head())
        .toList();
  }

  private static Decision compact(Given given) {
    return given.when(SessionCommand.CompactSession::new);
  }

  private static Given session() {
    var given = given(started());
    runTurn(given, 1, "1");
    given.whenRun(2);
    given.when(answer(2, 1));
    given.whenCancelled(2);
    runTurn(given, 3, "3");
    compact(given);
    return given;
  }

  @Test
  void headsFormAChainOfContiguousEventRanges() {
    var heads = heads(session());

    assertThat(heads)
        .extracting(Head::kind)
        .containsExactly(
            Head.Kind.TURN_FINAL,
            Head.Kind.TURN_ABORTED,
            Head.Kind.TURN_FINAL,
            Head.Kind.COMPACTION);
    assertThat(heads.getFirst().basis()).isEmpty();
    assertThat(heads.getFirst().fromEvent()).isEqualTo(1);
    for (int i = 1; i < heads.size(); i++) {
      assertThat(heads.get(i).basis()).contains(heads.get(i - 1).id());
      assertThat(heads.get(i).fromEvent()).isEqualTo(heads.get(i - 1).toEvent() + 1);
    }
  }

  @Test
  void aHeadCoversTheEventsBeforeItsOwn() {
    var given = session();
    var journal = given.journal();
    for (int i = 0; i < journal.size(); i++) {
      if (journal.get(i) instanceof HeadPublished(var head, var _)) {
        assertThat(head.toEvent()).isEqualTo(i);
      }
    }
  }

  @Test
  void anAddressIsAFunctionOfWhatTheHeadFixesAndNotOfTime() {
    var later = given(started()).after(Duration.ofDays(3));
    runTurn(later, 1, "1");
    assertThat(heads(later).getFirst().id()).isEqualTo(heads(session()).getFirst().id());

    var other = given(started());
    other.whenRun(1);
    other.when(answer(1, 1));
    other.whenCancelled(1);
    assertThat(heads(other).getFirst().id()).isNotEqualTo(heads(session()).getFirst().id());
  }

  @Test
  void wreckageIsNeverTheHeadThatASessionStandsOn() {
    var given = given(started());
    runTurn(given, 1, "1");
    var good = heads(given).getFirst().id();
    given.whenRun(2);
    given.whenCancelled(2);
    var lineage = given.live().core().lineage();
    assertThat(lineage.usable()).contains(good);
    assertThat(lineage.newest()).contains(heads(given).getLast().id());
  }

  @Test
  void aResultNamesTheHeadOfItsTurn() {
    var given = session();
    assertThat(given.live().core().ledger().result(3).orElseThrow().head())
        .contains(heads(given).get(2).id());
  }

  @Test
  void compactingShortensTheTranscriptToADigestOfWhatWasAskedAndGiven() {
    var given = given(started());
    runTurn(given, 1, "\"one\"");
    runTurn(given, 2, "\"two\"");

    assertThat(names(compact(given))).containsExactly("SessionCompacted", "HeadPublished");

    assertThat(digest(given))
        .contains("Turn 1 asked: task 1", "it gave: \"one\"", "Turn 2 asked: task 2")
        .endsWith("Variables that are defined: x");
  }

  private static String digest(Given given) {
    var window = given.live().core().transcript().window();
    assertThat(window).singleElement().extracting(Message::author).isEqualTo(Message.Author.DIGEST);
    return ((Content.Inline) window.getFirst().content()).text();
  }

  @Test
  void compactingAnEmptyTranscriptOrARunningTurnWritesNothing() {
    assertThat(compact(given(started())).events()).isEmpty();
    assertThat(refusal(compact(given(started(), opened(1))))).isEqualTo(Kind.TurnInFlight);
  }

  @Test
  void aDigestIsChainedAndStaysBounded() {
    var given = given(started());
    for (int turn = 1; turn <= 90; turn++) {
      runTurn(given, turn, "\"" + "v".repeat(500) + "\"");
      compact(given);
    }
    assertThat(digest(given))
        .contains("The oldest are left out.", "Turn 90 asked: task 90", "Turn 85 asked: task 85")
        .doesNotContain("Turn 1 asked")
        .hasSizeLessThan(5_000);
  }

  @Test
  void aTranscriptAboveTheThresholdIsCompactedBeforeTheNextTurn() {
    var given = given(started());
    var large = TurnRequest.of("r-1", "x".repeat(10_001));
    given.when(to -> new SessionCommand.RunTurn(large, IfBusy.QUEUE, to));
    given.when(answer(1, 1));
    given.when(stepDone(1, 1, 0, outcome(1, 1, Optional.of("1"))));

    assertThat(names(given.whenRun(2)))
        .containsExactly("SessionCompacted", "HeadPublished", "TurnOpened");

    assertThat(given.live().core().transcript().chars()).isLessThan(1_000);
    given.whenCancelled(2);
    assertThat(digest(given)).contains("Turn 1 asked");
  }

  @Test
  void aQueuedTurnIsCompactedForTooAndItsHeadBelongsToTheTurnBefore() {
    var given = given(started());
    var large = TurnRequest.of("r-1", "x".repeat(10_001));
    given.when(to -> new SessionCommand.RunTurn(large, IfBusy.QUEUE, to));
    given.whenRun(2);
    given.whenRun(3);
    given.when(answer(1, 1));
    given.when(stepDone(1, 1, 0, outcome(1, 1, Optional.of("1"))));

    assertThat(names(given.whenQueueMoves()))
        .containsExactly("SessionCompacted", "HeadPublished", "TurnOpened");

    assertThat(heads(given).getLast().turn()).isEqualTo(1);
  }

  @Test
  void resumingReopensAStoppedSession() {
    var given = given(started());
    given.whenStopped();
    assertThat(names(given.whenResumed())).containsExactly("SessionResumed");
    assertThat(given.state().status()).isEqualTo(SessionStatus.IDLE);
    assertThat(given.whenResumed().events()).isEmpty();
    assertThat(names(given.whenRun(1))).containsExactly("TurnOpened");
  }

  @Test
  void resumingInAnotherWorldIsRefused() {
    var given = given(started());
    given.whenStopped();
    var decision =
        given.when(to -> new SessionCommand.ResumeSession("doctrine/2", Optional.empty(), to));
    assertThat(refusal(decision)).isEqualTo(Kind.WorldMismatch);
    assertThat(given.state().status()).isEqualTo(SessionStatus.STOPPED);
  }

  @Test
  void goingBackToAHeadRestoresWhatItFixed() {
    var given = given(started());
    runTurn(given, 1, "1");
    var before = given.live().core();
    var head = heads(given).getFirst();
    runTurn(given, 2, "2");

    var command = resume(head.id());
    assertThat(given.when(_ -> command).answer()).isEqualTo(new Answer.LoadHead(head.id()));
    select(given, command);

    var after = given.live().core();
    assertThat(after.transcript()).isEqualTo(before.transcript());
    assertThat(after.workspace().saved()).isEqualTo(before.workspace().saved());
    assertThat(after.workspace().digests()).isEqualTo(before.workspace().digests());
    assertThat(after.workspace().anchor()).isNotEqualTo(before.workspace().anchor());
    assertThat(after.lineage().usable()).contains(head.id());
    runTurn(given, 3, "3");
    assertThat(heads(given).getLast().basis()).contains(head.id());
  }

  private static SessionCommand.ResumeSession resume(HeadId head) {
    return new SessionCommand.ResumeSession("doctrine/1", Optional.of(head), Given.NOBODY);
  }

  private static Decision select(Given given, SessionCommand.ResumeSession command) {
    var found = Rewind.to(command.head().orElseThrow(), given.journal());
    return given.took(
        new CommandDecider(Samples.ID, Samples.WORLD)
            .fetched(given.state(), new SessionMessage.HeadLoaded(command, found), Samples.T0));
  }

  @Test
  void wreckageIsPickedWhenItIsNamed() {
    var given = given(started(), opened(1), replied(1, 1), Samples.evaluated(1, 1));
    given.whenCancelled(1);
    assertThat(given.live().core().workspace().digests()).isEmpty();

    select(given, resume(heads(given).getFirst().id()));

    assertThat(given.live().core().workspace().digests()).containsKey("x");
  }

  @Test
  void anUnknownHeadIsRefused() {
    var given = session();
    assertThat(refusal(select(given, resume(HeadId.of("nothing"))))).isEqualTo(Kind.UnknownHead);
  }

  @Test
  void aHeadReopensAStoppedSessionAndIsRefusedWhileATurnRuns() {
    var given = given(started());
    runTurn(given, 1, "1");
    var command = resume(heads(given).getFirst().id());
    given.whenStopped();
    assertThat(names(select(given, command))).containsExactly("HeadSelected", "SessionResumed");
    given.whenRun(2);
    assertThat(refusal(given.when(_ -> command))).isEqualTo(Kind.TurnInFlight);
    assertThat(refusal(select(given, command))).isEqualTo(Kind.TurnInFlight);
  }

  @Test
  void headsBehindASelectedHeadAreStillFound() {
    var given = given(started());
    runTurn(given, 1, "1");
    select(given, resume(heads(given).getFirst().id()));
    runTurn(given, 2, "2");
    var head = heads(given).getLast();
    assertThat(Rewind.to(head.id(), given.journal()).orElseThrow().workspace().digests())
        .isEqualTo(head.variables());
  }

  @Test
  void aHeadSelectedInTheMiddleOfATurnIsAMisfit() {
    var given = session();
    var found = Rewind.to(heads(given).getFirst().id(), given.journal()).orElseThrow();
    given.and(
        opened(4), new SessionEvent.HeadSelected(heads(given).getFirst().id(), found, Samples.T0));
    assertThat(given.state()).isInstanceOf(SessionState.Quarantined.class);
  }
}
