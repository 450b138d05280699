package dev.fractal.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.guest.GuestKernelFactory;
import dev.fractal.kernel.v8.V8Engine;
import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.Schedule.Overlap;
import dev.fractal.protocol.Schedule.Phase;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Scheduled;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.ScheduleTicked;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.protocol.event.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schedules on real actors, whose time the test moves and which it kills. */
@Timeout(120)
final class ScheduledTurnsTest {
  private static final SessionId ID = new SessionId("s-1");

  private final TestModels models = TestModels.held();
  private final SessionRig rig = SessionRig.inMemory(SessionRig.Lent.of(models, v8()));

  private static GuestKernelFactory v8() {
    var limits = KernelConfig.limits(ConfigFactory.load());
    return new GuestKernelFactory(new V8Engine(limits), limits);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private LiveSession started() {
    var session = rig.wake(ID);
    session.start(rig.spec(4));
    return session;
  }

  private static SessionReply add(LiveSession session, Duration period, Overlap overlap) {
    return order(
        session,
        new ScheduleOrder.Add(new Schedule("look", "look", new Schedule.Every(period), overlap)));
  }

  private static SessionReply order(LiveSession session, ScheduleOrder.Act act) {
    return session.reply(to -> new SessionCommand.SetSchedule(new ScheduleOrder(act, "kim"), to));
  }

  private static void look(LiveSession session) {
    session.reply(SessionCommand.DescribeSession::new);
  }

  private void pass(LiveSession session, Duration time) {
    rig.clock().advance(time);
    look(session);
  }

  private <E extends SessionEvent> List<E> written(Class<E> type) {
    return rig.events(ID).stream().filter(type::isInstance).map(type::cast).toList();
  }

  private void awaitTicks(int number) {
    rig.await(() -> assertThat(written(ScheduleTicked.class)).hasSize(number));
  }

  @Test
  void aTickIsATurnOfASessionThatDoesNothing() {
    var session = started();
    var set = add(session, Duration.ofHours(1), Overlap.SKIP);
    assertThat(set)
        .isEqualTo(
            new Scheduled(
                ID, "look", Phase.ACTIVE, Optional.of(SessionRig.NOW.plus(Duration.ofHours(1)))));
    pass(session, Duration.ofMinutes(59));
    assertThat(written(ScheduleTicked.class)).isEmpty();
    pass(session, Duration.ofMinutes(1));
    var call = models.next();
    assertThat(call.request().newest()).contains("look");
    call.cell("FINAL(1)");
    session.result(1);
    assertThat(written(TurnOpened.class).getFirst().request().requestId())
        .isEqualTo("schedule:look:2026-11-22T11:00:00Z");
  }

  @Test
  void itsRowSaysWhenItIsToBeWokenAndNobodyAsksIt() {
    var session = started();
    add(session, Duration.ofHours(1), Overlap.SKIP);
    session.reply(SessionCommand.CloseSession::new);
    session.kill();
    rig.clock().advance(Duration.ofHours(30).plusSeconds(7));

    session = rig.wake(ID);
    models.next().cell("FINAL(1)");
    assertThat(session.result(1).steps()).isOne();
    assertThat(written(ScheduleTicked.class))
        .singleElement()
        .satisfies(tick -> assertThat(tick.times()).isEqualTo(30));
  }

  @Test
  void whatComesWhileATurnRunsIsSkippedWithoutWakingAnybody() {
    var session = started();
    add(session, Duration.ofSeconds(10), Overlap.SKIP);
    session.submit(TurnRequest.of("r-1", "go"));
    var call = models.next();
    pass(session, Duration.ofSeconds(35));
    assertThat(written(ScheduleTicked.class)).isEmpty();
    call.cell("FINAL(1)");
    session.result(1);
    awaitTicks(1);
    assertThat(written(ScheduleTicked.class).getFirst())
        .satisfies(tick -> assertThat(tick.tick()).isEqualTo(new Tick.Skipped(Tick.Why.OVERLAP)))
        .satisfies(tick -> assertThat(tick.times()).isEqualTo(3));
    pass(session, Duration.ofSeconds(5));
    models.next();
    assertThat(written(TurnOpened.class)).hasSize(2);
  }

  @Test
  void whatQueuesRunsBehindTheTurn() {
    var session = started();
    add(session, Duration.ofSeconds(10), Overlap.QUEUE);
    session.submit(TurnRequest.of("r-1", "go"));
    var call = models.next();
    pass(session, Duration.ofSeconds(10));
    awaitTicks(1);
    call.cell("FINAL(1)");
    models.next().cell("FINAL(2)");
    assertThat(session.result(2).steps()).isOne();
    assertThat(written(TurnQueued.class)).hasSize(1);
  }

  @Test
  void aPausedSessionTicksOnceWhenItGoesOn() {
    var session = started();
    add(session, Duration.ofMinutes(1), Overlap.SKIP);
    session.reply(SessionCommand.PauseSession::new);
    pass(session, Duration.ofMinutes(10));
    pass(session, Duration.ofMinutes(10));
    assertThat(written(ScheduleTicked.class)).isEmpty();
    session.reply(to -> new SessionCommand.ResumeSession("doctrine/1", Optional.empty(), to));
    models.next().cell("FINAL(1)");
    session.result(1);
    assertThat(written(ScheduleTicked.class))
        .singleElement()
        .satisfies(tick -> assertThat(tick.times()).isEqualTo(20));
  }

  @Test
  void aRemovedScheduleIsGoneAndAForkHasNone() {
    var session = started();
    add(session, Duration.ofMinutes(1), Overlap.SKIP);
    order(session, new ScheduleOrder.Change("look", Phase.REMOVED));
    pass(session, Duration.ofHours(1));
    assertThat(written(ScheduleTicked.class)).isEmpty();
    var again = order(session, new ScheduleOrder.Change("look", Phase.PAUSED));
    assertThat(LiveSession.refusal(again).kind()).isEqualTo(Kind.UnknownSchedule);
  }

  /** A schedule of a second over minutes; who runs the session is killed at any moment. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void eachTimeHasAtMostOneTurnWhoeverIsKilled(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var session = started();
    add(session, Duration.ofSeconds(1), random.nextBoolean() ? Overlap.SKIP : Overlap.QUEUE);
    for (int round = 0; round < 60; round++) {
      rig.clock().advance(Duration.ofMillis(random.nextInt(4_000)));
      if (random.nextInt(3) == 0) {
        session.kill();
        session = rig.wake(ID);
      }
      look(session);
      if (random.nextBoolean()) {
        answerAll();
      }
    }
    check();
  }

  /** Answers what is asked now; what is asked for again after a kill waits for the next time. */
  private void answerAll() {
    for (var call = models.poll(); call.isPresent(); call = models.poll()) {
      call.get().cell("FINAL(1)");
    }
  }

  private void check() {
    var due = SessionRig.NOW;
    var turns = new ArrayList<Instant>();
    for (var tick : written(ScheduleTicked.class)) {
      assertThat(tick.due()).as("told once").isEqualTo(due.plusSeconds(tick.times()));
      due = tick.due();
      if (tick.tick() instanceof Tick.Taken) {
        turns.add(due);
      }
    }
    var ids =
        Stream.concat(
                written(TurnOpened.class).stream().map(TurnOpened::request),
                written(TurnQueued.class).stream().map(TurnQueued::request))
            .map(TurnRequest::requestId)
            .distinct()
            .toList();
    assertThat(turns).isNotEmpty();
    assertThat(new HashSet<>(turns)).hasSameSizeAs(turns);
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(
            turns.stream().map(time -> "schedule:look:" + time).toList());
  }
}
