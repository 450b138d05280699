package dev.fractal.session.state;

import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Samples.ID;
import static dev.fractal.session.decide.Samples.T0;
import static dev.fractal.session.decide.Samples.completed;
import static dev.fractal.session.decide.Samples.evaluated;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.outcome;
import static dev.fractal.session.decide.Samples.replied;
import static dev.fractal.session.decide.Samples.requested;
import static dev.fractal.session.decide.Samples.saved;
import static dev.fractal.session.decide.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.event.SavedVariable;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.session.decide.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What events do to a session, damaged journals included. */
final class SessionFoldTest {
  static Stream<Arguments> misfits() {
    return Stream.of(
        Arguments.of("no start", List.of(opened(1))),
        Arguments.of("a second start", List.of(started(), started())),
        Arguments.of("a turn in a turn", List.of(started(), opened(1), opened(2))),
        Arguments.of("a reply without a turn", List.of(started(), replied(1, 1))),
        Arguments.of(
            "a reply to a reply", List.of(started(), opened(1), replied(1, 1), replied(1, 2))),
        Arguments.of("cells without a reply", List.of(started(), opened(1), evaluated(1, 1))),
        Arguments.of("calls without a reply", List.of(started(), opened(1), requested(1, 1, 1))),
        Arguments.of(
            "results without calls",
            List.of(started(), opened(1), replied(1, 1), completed(1, 1, 0))),
        Arguments.of(
            "a result of another call",
            List.of(started(), opened(1), replied(1, 1), requested(1, 1, 1), completed(1, 1, 7))),
        Arguments.of(
            "a result that is there",
            List.of(
                started(),
                opened(1),
                replied(1, 1),
                requested(1, 1, 2),
                completed(1, 1, 0),
                completed(1, 1, 0))),
        Arguments.of("an end without a turn", List.of(started(), end(1))),
        Arguments.of("an end of another turn", List.of(started(), opened(1), end(2))),
        Arguments.of(
            "repeated calls without a turn",
            List.of(started(), new CallsRepeated(1, List.of(CallKey.model(ID, 1, 1)), T0))),
        Arguments.of(
            "a stop request without a turn",
            List.of(started(), new SessionEvent.StopRequested(T0))),
        Arguments.of(
            "a stop in a turn", List.of(started(), opened(1), new SessionEvent.SessionStopped(T0))),
        Arguments.of(
            "a resume of an open session",
            List.of(started(), new SessionEvent.SessionResumed(T0))));
  }

  private static SessionEvent end(int turn) {
    return new SessionEvent.TurnEnded(
        turn, new TurnOutcome.Finished(Content.inline("1")), 1, Spend.NONE, Spent.NONE, T0);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misfits")
  void anEventThatDoesNotFitQuarantinesTheSession(String what, List<SessionEvent> events) {
    var given = given(events.toArray(SessionEvent[]::new));
    assertThat(given.state())
        .as(what)
        .isInstanceOfSatisfying(
            SessionState.Quarantined.class,
            broken -> assertThat(broken.reason().type()).isEqualTo("JournalMisfit"));
    assertThat(given.state().count()).isEqualTo(events.size());
    assertThat(given.state().next()).isEmpty();
  }

  @Test
  void anUnreadableEventQuarantinesAndLaterOnesAreOnlyCounted() {
    var given = given(started(), new SessionEvent.Unreadable("later/9", "it is newer", T0));
    given.and(opened(1));
    assertThat(given.state())
        .isInstanceOfSatisfying(
            SessionState.Quarantined.class,
            broken -> {
              assertThat(broken.reason().type()).isEqualTo("UnreadableEvent");
              assertThat(broken.reason().message()).contains("event 2", "later/9");
            });
    assertThat(given.state().count()).isEqualTo(3);
  }

  @Test
  void aCompleteSaveReplacesTheReplayAndAnIncompleteOneDoesNot() {
    var given = given(started(), opened(1), replied(1, 1), evaluated(1, 1));
    assertThat(given.live().core().workspace().replay()).hasSize(1);
    given.and(
        new SessionEvent.VariablesSaved(
            1,
            Map.of("x", new SavedVariable(Samples.digest(1, 1), Content.inline("1"))),
            List.of(),
            Map.of("p", "is a promise"),
            T0));
    assertThat(given.live().core().workspace().replay()).hasSize(1);
    assertThat(given.live().core().workspace().saved()).isEmpty();
    given.and(saved(1, 1));
    assertThat(given.live().core().workspace().replay()).isEmpty();
    assertThat(given.live().core().workspace().saved()).containsOnlyKeys("x");
  }

  @Test
  void timeCountsFromEventToEvent() {
    var given = given(started(), opened(1)).after(Duration.ofMinutes(2));
    given.when(Samples.answer(1, 1));
    assertThat(given.inTurn().turn().clock().ran()).isEqualTo(Duration.ofMinutes(2));
    assertThat(given.inTurn().turn().timeLeft(Samples.SPEC, Samples.T0))
        .isEqualTo(Duration.ofMinutes(8));
  }

  @Test
  void timeInWhichNoNodeRanTheTurnDoesNotCount() {
    var calling = given(started(), opened(1)).after(Duration.ofDays(1));
    calling.whenRevived();
    calling.after(Duration.ofMinutes(1)).when(Samples.answer(1, 1));
    assertThat(calling.inTurn().turn().clock().ran()).isEqualTo(Duration.ofMinutes(1));

    var waiting = given(started(), opened(1), replied(1, 1), requested(1, 1, 1));
    waiting.after(Duration.ofDays(1)).whenRevived();
    waiting.after(Duration.ofMinutes(1)).whenArrived(Samples.hostDone(1, 1, 0));
    assertThat(waiting.inTurn().turn().clock().ran()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void timeInWhichNoNodeEvaluatedDoesNotCount() {
    var given = given(started(), opened(1), replied(1, 1)).after(Duration.ofDays(1));
    given.revivedEvaluation().whenRevived();
    given.after(Duration.ofMinutes(1));
    given.whenEvaluated(outcome(1, 1, Optional.empty()));
    assertThat(given.inTurn().turn().clock().ran()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aClockThatGoesBackTakesNoTimeAway() {
    var given = given(started(), opened(1)).after(Duration.ofMinutes(-5));
    given.when(Samples.answer(1, 1));
    assertThat(given.inTurn().turn().clock().ran()).isEqualTo(Duration.ZERO);
  }

  @Test
  void revivalRepeatsTheModelCallThatMayHaveBeenInFlight() {
    var given = given(started(), opened(1));
    var decision = given.whenRevived();
    assertThat(decision.events())
        .containsExactly(new CallsRepeated(1, List.of(CallKey.model(ID, 1, 1)), T0));
    assertThat(given.inTurn().turn().spend().lost()).isEqualTo(1);
    assertThat(given.state().next())
        .containsExactly(new Work.CallModel(CallKey.model(ID, 1, 1), 1));
  }

  @Test
  void revivalRepeatsTheHostCallsThatMayHaveBeenInFlightAndNoOthers() {
    var given = given(started(), opened(1), replied(1, 1), requested(1, 1, 5));
    given.and(completed(1, 1, 1));
    var decision = given.whenRevived();
    assertThat(decision.events())
        .containsExactly(
            new CallsRepeated(
                1, List.of(CallKey.host(ID, 1, 1, 0, 0), CallKey.host(ID, 1, 1, 0, 2)), T0));
  }

  @Test
  void revivalOfAnEvaluationReportsTheModelCallThatMayHaveFollowedIt() {
    var given = given(started(), opened(1), replied(1, 1)).revivedEvaluation();
    given.whenRevived();
    assertThat(given.inTurn().turn().spend().lost()).isZero();
    var decision = given.whenEvaluated(outcome(1, 1, Optional.empty()));
    assertThat(names(decision)).containsExactly("CellsEvaluated", "CallsRepeated");
    assertThat(decision.events().getLast())
        .isEqualTo(new CallsRepeated(1, List.of(CallKey.model(ID, 1, 2)), T0));
    assertThat(decision.deferrable()).isFalse();
  }

  @Test
  void revivalOutsideATurnRepeatsNothing() {
    assertThat(given(started()).whenRevived().events()).isEmpty();
    assertThat(given().whenRevived().events()).isEmpty();
  }
}
