package dev.fractal.session.decide;

import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Given.names;
import static dev.fractal.session.decide.Given.refusal;
import static dev.fractal.session.decide.Samples.LIMITS;
import static dev.fractal.session.decide.Samples.T0;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.queued;
import static dev.fractal.session.decide.Samples.spec;
import static dev.fractal.session.decide.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.Schedule.Every;
import dev.fractal.protocol.Schedule.Overlap;
import dev.fractal.protocol.Schedule.Phase;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionReply.Scheduled;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.ScheduleSet;
import dev.fractal.protocol.event.SessionEvent.ScheduleTicked;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.Tick;
import dev.fractal.protocol.event.Tick.Why;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.decide.SessionMessage.TimeReached;
import dev.fractal.session.state.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of schedules, and of those who set them. */
final class ScheduleDecisionsTest {
  private static final Duration PERIOD = Duration.ofMinutes(10);
  private static final OutcomeDecider TIME = new OutcomeDecider(Samples.WORLD);

  private static Schedule schedule(String name, Overlap overlap) {
    return new Schedule(name, "look", new Every(PERIOD), overlap);
  }

  private static Decision add(Given given, Schedule schedule) {
    return order(given, new ScheduleOrder.Add(schedule));
  }

  private static Decision change(Given given, String name, Phase phase) {
    return order(given, new ScheduleOrder.Change(name, phase));
  }

  private static Decision order(Given given, ScheduleOrder.Act act) {
    return given.when(to -> new SessionCommand.SetSchedule(new ScheduleOrder(act, "kim"), to));
  }

  private static Given scheduled(Overlap overlap, SessionEvent... first) {
    var given = given(started()).and(first);
    add(given, schedule("look", overlap));
    return given;
  }

  private static Decision time(Given given, Instant now) {
    return given.took(TIME.outcome(given.state(), new TimeReached(), now));
  }

  private static ScheduleTicked tick(Decision decision) {
    return decision.events().stream()
        .filter(ScheduleTicked.class::isInstance)
        .map(ScheduleTicked.class::cast)
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  private static Instant at(int period) {
    return T0.plus(PERIOD.multipliedBy(period));
  }

  private static SessionEvent ended(int turn, Instant at) {
    return new SessionEvent.TurnEnded(
        turn, new TurnOutcome.Finished(Content.inline("1")), 1, Spend.NONE, Spent.NONE, at);
  }

  private static Optional<Instant> due(Given given) {
    return Schedules.due(given.live());
  }

  @Test
  void aTickIsATurnThatIsWrittenWithIt() {
    var given = scheduled(Overlap.SKIP);
    assertThat(due(given)).hasValue(at(1));
    assertThat(names(time(given, at(1).minusNanos(1)))).isEmpty();
    var decision = time(given, at(1));
    assertThat(names(decision)).containsExactly("ScheduleTicked", "TurnOpened");
    assertThat(tick(decision).tick()).isEqualTo(new Tick.Taken(1));
    assertThat(((TurnOpened) decision.events().getLast()).request().requestId())
        .isEqualTo("schedule:look:" + at(1));
    assertThat(names(time(given, at(1)))).as("again").isEmpty();
  }

  @Test
  void missedTimesAreOneTurnOfTheNewest() {
    var given = scheduled(Overlap.SKIP);
    var tick = tick(time(given, at(7).plusSeconds(3)));
    assertThat(tick.due()).isEqualTo(at(7));
    assertThat(tick.times()).isEqualTo(7);
    assertThat(tick.next()).hasValue(at(8));
    var score = given.live().core().schedules().each().getFirst().score();
    assertThat(score.turns()).isOne();
    assertThat(score.missed()).isEqualTo(6);
  }

  @Test
  void aTurnInTheWaySkipsAllTimesThatComeMeanwhileInOneEvent() {
    var given = scheduled(Overlap.SKIP, opened(1));
    assertThat(due(given)).as("nobody wakes for what is skipped").isEmpty();
    assertThat(names(time(given, at(2)))).isEmpty();
    given.and(ended(1, at(3).plusSeconds(1)));
    var decision = time(given, at(3).plusSeconds(2));
    assertThat(names(decision)).containsExactly("ScheduleTicked");
    assertThat(tick(decision).tick()).isEqualTo(new Tick.Skipped(Why.OVERLAP));
    assertThat(tick(decision).times()).isEqualTo(3);
    assertThat(due(given)).hasValue(at(4));
  }

  @Test
  void timesBehindTheTurnThatWasInTheWayAreTaken() {
    var given = scheduled(Overlap.SKIP, opened(1));
    given.and(ended(1, at(2).plusSeconds(1)));
    var decision = time(given, at(5));
    assertThat(names(decision)).containsExactly("ScheduleTicked", "ScheduleTicked", "TurnOpened");
    assertThat(tick(decision)).extracting(ScheduleTicked::times).isEqualTo(3L);
    assertThat(tick(decision).tick()).isEqualTo(new Tick.Taken(2));
  }

  @Test
  void whatQueuesWaitsBehindTheTurnUntilTheQueueIsFull() {
    var narrow = spec(new TurnLimits(100, 3, PERIOD, PERIOD, 2, 2));
    var given = given(started(narrow), opened(1));
    add(given, schedule("look", Overlap.QUEUE));
    assertThat(names(time(given, at(1)))).containsExactly("ScheduleTicked", "TurnQueued");
    assertThat(names(time(given, at(2)))).containsExactly("ScheduleTicked", "TurnQueued");
    assertThat(due(given)).as("full").isEmpty();
    assertThat(names(time(given, at(4)))).isEmpty();
    given.and(ended(1, at(4).plusSeconds(1)));
    given.after(Duration.between(T0, at(4).plusSeconds(1)));
    given.whenQueueMoves();
    var decision = time(given, at(4).plusSeconds(2));
    assertThat(tick(decision).tick()).isEqualTo(new Tick.Skipped(Why.QUEUE_FULL));
    assertThat(tick(decision).times()).isEqualTo(2);
    assertThat(names(time(given, at(5)))).containsExactly("ScheduleTicked", "TurnQueued");
  }

  @Test
  void twoOfTheSameTimeAreATurnAndASkippedOneOrTwoTurns() {
    var given = scheduled(Overlap.SKIP);
    add(given, schedule("two", Overlap.QUEUE));
    add(given, schedule("three", Overlap.SKIP));
    assertThat(names(time(given, at(1))))
        .containsExactly("ScheduleTicked", "TurnOpened", "ScheduleTicked", "TurnQueued");
  }

  @Test
  void aPausedOrStoppedSessionDoesNotTickAndThenOnce() {
    for (boolean stops : new boolean[] {false, true}) {
      var given = scheduled(Overlap.SKIP);
      if (stops) {
        given.whenStopped();
      } else {
        given.when(SessionCommand.PauseSession::new);
      }
      assertThat(due(given)).isEmpty();
      assertThat(names(time(given, at(3)))).isEmpty();
      given.after(PERIOD.multipliedBy(5)).whenResumed();
      assertThat(tick(time(given, at(5))).times()).isEqualTo(5);
    }
  }

  @Test
  void aPausedScheduleGoesOnAtItsNextTime() {
    var given = scheduled(Overlap.SKIP);
    assertThat(names(change(given, "look", Phase.PAUSED))).containsExactly("ScheduleSet");
    assertThat(names(change(given, "look", Phase.PAUSED))).as("again").isEmpty();
    assertThat(due(given)).isEmpty();
    given.after(PERIOD.multipliedBy(3).plusSeconds(1));
    var resumed = change(given, "look", Phase.ACTIVE);
    assertThat(((ScheduleSet) resumed.events().getFirst()).next()).hasValue(at(4));
    assertThat(tick(time(given, at(4))).times()).isOne();
  }

  @Test
  void theSameScheduleAgainIsAnsweredLikeTheFirstTimeAndAnotherIsRefused() {
    var given = scheduled(Overlap.SKIP);
    var again = add(given, schedule("look", Overlap.SKIP));
    assertThat(again.events()).isEmpty();
    assertThat(again.answer())
        .isEqualTo(
            new Decision.Answer.Now(
                new Scheduled(Samples.ID, "look", Phase.ACTIVE, Optional.of(at(1)))));
    assertThat(refusal(add(given, schedule("look", Overlap.QUEUE)))).isEqualTo(Kind.ScheduleExists);
    change(given, "look", Phase.REMOVED);
    assertThat(given.live().core().schedules().each()).isEmpty();
    assertThat(refusal(change(given, "look", Phase.REMOVED))).isEqualTo(Kind.UnknownSchedule);
    assertThat(names(add(given, schedule("look", Overlap.QUEUE)))).hasSize(1);
  }

  @Test
  void whatMakesNoSenseIsRefusedAndWritesNothing() {
    var given = given(started());
    for (var cron : new String[] {"0 0 30 2 *", "x", "61 * * * *"}) {
      var bad = new Schedule("bad", "x", new Schedule.Cron(cron, "UTC"), Overlap.SKIP);
      assertThat(refusal(add(given, bad))).isEqualTo(Kind.BadSchedule);
    }
    for (int n = 0; n < Schedule.MOST; n++) {
      add(given, schedule("n" + n, Overlap.SKIP));
    }
    assertThat(refusal(add(given, schedule("more", Overlap.SKIP)))).isEqualTo(Kind.NotScheduled);
    given.whenStopped();
    assertThat(refusal(change(given, "n1", Phase.REMOVED))).isEqualTo(Kind.SessionStopped);
    assertThat(refusal(add(given(started(child())), schedule("look", Overlap.SKIP))))
        .isEqualTo(Kind.NotScheduled);
  }

  private static SessionSpec child() {
    var spec = Samples.SPEC;
    var root = new SessionId("root");
    return new SessionSpec(
        spec.models(),
        spec.limits(),
        new Descent(Optional.of(root), Optional.of(root), 1),
        spec.authority(),
        spec.budget(),
        spec.doctrine(),
        spec.kernel());
  }

  @Test
  void aSessionThatHasHadItsTurnsOrItsTimePausesItsSchedule() {
    var few = spec(new TurnLimits(1, 3, PERIOD, PERIOD, 16, 2));
    var late = Samples.SPEC.with(deadline(at(1)));
    for (var spec : new SessionSpec[] {few, late}) {
      var given = given(started(spec));
      add(given, schedule("look", Overlap.QUEUE));
      if (spec.equals(few)) {
        given.and(opened(1));
      }
      var decision = time(given, at(2));
      assertThat(names(decision)).containsExactly("ScheduleTicked", "ScheduleSet");
      assertThat(tick(decision).tick())
          .isEqualTo(new Tick.Skipped(spec.equals(few) ? Why.TURN_LIMIT : Why.DEADLINE));
      var entry = given.live().core().schedules().each().getFirst();
      assertThat(entry.phase()).isEqualTo(Phase.PAUSED);
      assertThat(entry.reason()).isPresent();
      assertThat(due(given)).isEmpty();
    }
    var given = given(started(few), opened(1));
    assertThat(refusal(add(given, schedule("look", Overlap.SKIP))))
        .isEqualTo(Kind.TurnLimitReached);
    assertThat(LIMITS.maxTurns()).isGreaterThan(1);
  }

  private static Budget deadline(Instant end) {
    var none = Budget.UNLIMITED;
    return new Budget(
        none.usd(), none.tokens(), none.calls(), none.sessions(), none.depth(), Optional.of(end));
  }

  @Test
  void aTimeWhoseTurnIsThereMakesNoSecondOne() {
    var given = scheduled(Overlap.SKIP);
    var request = TurnRequest.of("schedule:look:" + at(1), "somebody was faster");
    given.and(new TurnOpened(1, request, T0), ended(1, T0));
    var decision = time(given, at(1));
    assertThat(names(decision)).containsExactly("ScheduleTicked");
    assertThat(tick(decision).tick()).isEqualTo(new Tick.Taken(1));
    assertThat(given.live().core().ledger().accepted()).isOne();
  }

  @Test
  void aScheduleWhoseTimesThisVersionDoesNotKnowIsPausedWithTheReason() {
    var gone = new Schedule("gone", "x", new Schedule.Cron("0 9 * * *", "Moon/Base"), Overlap.SKIP);
    var set = new ScheduleSet(gone, Phase.ACTIVE, Optional.empty(), Optional.of(at(1)), "kim", T0);
    var given = given(started()).and(set);
    assertThat(names(time(given, at(1)))).containsExactly("ScheduleSet");
    var entry = given.live().core().schedules().each().getFirst();
    assertThat(entry.phase()).isEqualTo(Phase.PAUSED);
    assertThat(entry.reason().orElse("")).contains("there is no time zone 'Moon/Base'");
    given.after(PERIOD.multipliedBy(2));
    assertThat(refusal(change(given, "gone", Phase.ACTIVE))).isEqualTo(Kind.BadSchedule);
  }

  @Test
  void aQueuedTurnIsInTheWayToo() {
    var given = scheduled(Overlap.SKIP, opened(1), queued(2));
    given.and(ended(1, at(1).plusSeconds(1)));
    assertThat(due(given)).isEmpty();
  }
}
