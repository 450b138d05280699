package dev.fractal.session.decide;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.journal.SnapshotCodec;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.Schedule.Overlap;
import dev.fractal.protocol.Schedule.Phase;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.ScheduleSet;
import dev.fractal.protocol.event.SessionEvent.ScheduleTicked;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.protocol.event.Tick;
import dev.fractal.session.decide.SessionMessage.QueueMoved;
import dev.fractal.session.decide.SessionMessage.TimeReached;
import dev.fractal.session.state.Schedules;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The law: over any sequence of kills, pauses, stops, turns and jumps of the clock each time of a
 * schedule has at most one turn, every time that came is told in exactly one tick, the next time
 * only grows, nothing is due without something coming of it, and a rebuild is the same.
 */
final class ScheduleLawTest {
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final int ROUNDS = 1_000;
  private static final List<String> NAMES = List.of("a", "b", "c");
  private static final SnapshotCodec<SessionState> SNAPSHOTS =
      new SnapshotCodec<>(SessionState.class);

  /** One session, and what may happen to it. */
  private static final class Play {
    private final CommandDecider commands = new CommandDecider(Samples.ID, Samples.WORLD);
    private final OutcomeDecider outcomes = new OutcomeDecider(Samples.WORLD);
    private final RandomGenerator random;
    private final List<SessionEvent> journal = new ArrayList<>();
    private SessionState state = SessionState.absent();
    private Instant now = Samples.T0;
    private int requests;

    Play(long seed) {
      random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
      int queued = random.nextInt(4);
      write(
          List.of(
              Samples.started(
                  Samples.spec(
                      new TurnLimits(
                          150, 9, Duration.ofHours(9), Duration.ofHours(1), queued, 2)))));
      NAMES.forEach(this::add);
    }

    private void write(List<SessionEvent> events) {
      for (var event : events) {
        journal.add(event);
        state = state.apply(event);
      }
    }

    private void when(Function<ActorRef<SessionReply>, SessionCommand> command) {
      write(commands.decide(state, command.apply(Given.NOBODY), now).events());
    }

    private void order(ScheduleOrder.Act act) {
      when(to -> new SessionCommand.SetSchedule(new ScheduleOrder(act, "kim"), to));
    }

    private void add(String name) {
      var rhythm =
          name.equals("c")
              ? new Schedule.Cron("*/" + (1 + random.nextInt(9)) + " * * * *", "Europe/Berlin")
              : new Schedule.Every(PERIOD.multipliedBy(1 + random.nextInt(90)));
      var overlap = random.nextBoolean() ? Overlap.SKIP : Overlap.QUEUE;
      order(new ScheduleOrder.Add(new Schedule(name, "look", rhythm, overlap)));
    }

    /** What the actor does by itself: the queue moves on, and what is due is written. */
    private void settle() {
      for (boolean moved = true; moved; ) {
        int before = journal.size();
        state.next().stream()
            .findFirst()
            .filter(_ -> state instanceof SessionState.Idle)
            .ifPresent(
                work -> write(outcomes.outcome(state, new QueueMoved(work.key()), now).events()));
        var due = state instanceof Live live ? Schedules.due(live) : Optional.<Instant>empty();
        boolean isDue = due.filter(time -> !time.isAfter(now)).isPresent();
        var decision = outcomes.outcome(state, new TimeReached(), now);
        assertThat(decision.events().isEmpty())
            .as("due, and nothing comes of it")
            .isNotEqualTo(isDue);
        if (random.nextInt(4) > 0) {
          write(decision.events());
        }
        moved = journal.size() > before;
      }
    }

    void round() throws IOException {
      switch (random.nextInt(16)) {
        case 0, 1, 2, 3 -> now = now.plusMillis(random.nextInt(3_000));
        case 4 -> now = now.plusSeconds(random.nextInt(4_000));
        case 5 -> now = now.minusSeconds(random.nextInt(20));
        case 6 -> when(SessionCommand.PauseSession::new);
        case 7 -> {
          if (random.nextInt(4) == 0) {
            when(to -> new SessionCommand.StopSession(false, to));
          }
        }
        case 8, 9 ->
            when(to -> new SessionCommand.ResumeSession("doctrine/1", Optional.empty(), to));
        case 10 -> change();
        case 11 ->
            when(
                to ->
                    new SessionCommand.SubmitTurn(
                        TurnRequest.of("r-" + ++requests, "work"),
                        SessionCommand.IfBusy.QUEUE,
                        to));
        case 12 -> rebuilt();
        default -> end();
      }
      settle();
    }

    private void change() {
      var name = NAMES.get(random.nextInt(NAMES.size()));
      var phases = Phase.values();
      order(new ScheduleOrder.Change(name, phases[random.nextInt(phases.length)]));
      if (random.nextBoolean()) {
        add(name);
      }
    }

    private void end() {
      if (state instanceof InTurn at) {
        write(
            List.of(
                new SessionEvent.TurnEnded(
                    at.turn().number(),
                    new TurnOutcome.Finished(Content.inline("1")),
                    1,
                    Spend.NONE,
                    Spent.NONE,
                    now)));
      }
    }

    /** Its process is killed: what was decided and not written is gone. */
    private void rebuilt() throws IOException {
      var again = SessionState.absent();
      for (var event : journal) {
        again = again.apply(event);
      }
      assertThat(again).isEqualTo(state);
      state = SNAPSHOTS.decode(SNAPSHOTS.encode(state));
      assertThat(state).isEqualTo(again);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void eachTimeHasAtMostOneTurnAndIsToldOnce(long seed) throws IOException {
    var play = new Play(seed);
    for (int round = 0; round < ROUNDS; round++) {
      play.round();
    }
    play.rebuilt();
    check(play.journal);
  }

  private static void check(List<SessionEvent> journal) {
    var accepted = new HashMap<Integer, String>();
    var next = new HashMap<String, Instant>();
    var schedules = new HashMap<String, Schedule>();
    var ids = new HashSet<String>();
    int ticks = 0;
    for (var event : journal) {
      switch (event) {
        case TurnQueued(var turn, var request, _) -> accepted.put(turn, request.requestId());
        case TurnOpened(var turn, var request, _) -> accepted.put(turn, request.requestId());
        case ScheduleSet set -> {
          var name = set.schedule().name();
          if (set.phase() == Phase.REMOVED) {
            next.remove(name);
          } else {
            var before = next.put(name, set.next().orElseThrow());
            assertThat(before == null || !next.get(name).isBefore(before)).isTrue();
          }
          schedules.put(name, set.schedule());
        }
        case ScheduleTicked tick -> {
          ticks++;
          told(tick, next, schedules);
          assertThat(tick.due()).isBeforeOrEqualTo(tick.at());
        }
        default -> {}
      }
    }
    assertThat(ticks).isGreaterThan(20);
    accepted.values().forEach(id -> assertThat(ids.add(id)).as(id).isTrue());
    journal.stream()
        .filter(ScheduleTicked.class::isInstance)
        .map(ScheduleTicked.class::cast)
        .filter(tick -> tick.tick() instanceof Tick.Taken)
        .forEach(
            tick ->
                assertThat(accepted.get(((Tick.Taken) tick.tick()).turn()))
                    .isEqualTo("schedule:" + tick.name() + ":" + tick.due()));
  }

  /** The times from the next one on up to the newest are as many as are told. */
  private static void told(
      ScheduleTicked tick, Map<String, Instant> next, Map<String, Schedule> schedules) {
    var due = requireNonNull(next.get(tick.name()));
    assertThat(tick.due()).isAfterOrEqualTo(due);
    if (requireNonNull(schedules.get(tick.name())).rhythm() instanceof Schedule.Every(var period)) {
      assertThat(due.plus(period.multipliedBy(tick.times() - 1))).isEqualTo(tick.due());
    }
    assertThat(tick.next().orElseThrow()).isAfter(tick.due());
    next.put(tick.name(), tick.next().orElseThrow());
  }
}
