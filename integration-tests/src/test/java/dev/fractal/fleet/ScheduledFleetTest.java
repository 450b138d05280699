package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.proof.StoredSession;
import dev.fractal.proof.StoredTree;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.Schedule.Overlap;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.Scheduled;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.ScheduleTicked;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.protocol.event.Tick;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Schedules of one second while nodes are killed and restarted: each time has at most one turn, it
 * is told once what became of it, and those that no node noticed are joined.
 */
@Tag("long")
@Timeout(1800)
final class ScheduledFleetTest {
  private static final int NODES = 3;
  private static final int EACH = 3;
  private static final Duration TIME =
      Duration.ofSeconds(Integer.getInteger("fleet.schedule-seconds", 240));
  private static final Duration BETWEEN = Duration.ofSeconds(15);
  private static final Path REPORT = Path.of("target", "schedules.txt");

  @Test
  void eachTimeHasAtMostOneTurnWhicheverNodesDie(@TempDir Path data) throws Exception {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    try (var fleet = Fleet.start(data, NODES, "ping.yaml")) {
      for (int n = 1; n <= EACH; n++) {
        schedule(fleet, "skip-" + n, Overlap.SKIP);
        schedule(fleet, "queue-" + n, Overlap.QUEUE);
      }
      var end = Instant.now().plus(TIME);
      while (Instant.now().isBefore(end)) {
        Until.passed(BETWEEN);
        fleet.up(NODES); // One may have lost its place and ended.
        int node = 1 + random.nextInt(NODES);
        if (random.nextBoolean()) {
          kill(fleet, node);
        } else {
          fleet.stop(node);
          fleet.start(node);
        }
      }
      allAtOnce(fleet);
      check(fleet.stored());
    }
  }

  private static void schedule(Fleet fleet, String id, Overlap overlap) {
    var session = new SessionId(id);
    var client = fleet.client();
    var spec = client.spec(ModelChoice.all("openai:scripted"), Profile.DEFAULT);
    assertThat(client.sessions().start(session, spec).toCompletableFuture().join())
        .isInstanceOf(Done.class);
    var schedule =
        new Schedule("tick", "Ping 7", new Schedule.Every(Duration.ofSeconds(1)), overlap);
    var order = new ScheduleOrder(new ScheduleOrder.Add(schedule), "kim");
    assertThat(client.sessions().schedule(session, order).toCompletableFuture().join())
        .isInstanceOf(Scheduled.class);
  }

  /** A node that is cut off from the others may have ended by itself. */
  private static void kill(Fleet fleet, int node) {
    if (fleet.members().get(node - 1).pid() > 0) {
      fleet.kill(node);
    }
  }

  /** No node runs for a while; what comes meanwhile is joined. */
  private static void allAtOnce(Fleet fleet) {
    for (int node = 1; node <= NODES; node++) {
      kill(fleet, node);
    }
    Until.passed(BETWEEN);
    var dead = Instant.now();
    fleet.up(NODES);
    Until.holds(
        () -> "all tick again: " + last(fleet.stored()),
        Duration.ofMinutes(2),
        () -> last(fleet.stored()).values().stream().allMatch(time -> time.isAfter(dead)));
  }

  /** When each session last told what became of a time. */
  private static Map<String, Instant> last(StoredTree tree) {
    var last = new TreeMap<String, Instant>();
    for (var session : tree.sessions().values()) {
      var ticks = of(session, ScheduleTicked.class);
      last.put(session.id().value(), ticks.isEmpty() ? Instant.EPOCH : ticks.getLast().at());
    }
    return last;
  }

  private static <E extends SessionEvent> List<E> of(StoredSession session, Class<E> type) {
    return session.of(type).toList();
  }

  private static void check(StoredTree tree) throws IOException {
    var report = new ArrayList<String>();
    assertThat(tree.sessions()).hasSize(2 * EACH);
    for (var session : tree.sessions().values()) {
      var ticks = of(session, ScheduleTicked.class);
      var due = ticks.getFirst().due().minusSeconds(ticks.getFirst().times());
      var turns = new ArrayList<String>();
      long missed = 0;
      long skipped = 0;
      for (var tick : ticks) {
        assertThat(tick.due()).as("told once").isEqualTo(due.plusSeconds(tick.times()));
        due = tick.due();
        if (tick.tick() instanceof Tick.Taken) {
          turns.add("schedule:tick:" + due);
          missed += tick.times() - 1;
        } else {
          skipped += tick.times();
        }
      }
      assertThat(new HashSet<>(turns)).hasSameSizeAs(turns);
      assertThat(requests(session)).containsExactlyInAnyOrderElementsOf(turns);
      // Those of a turn that was open meanwhile are skipped when it has ended, others are joined.
      assertThat(missed + skipped)
          .as("times without a node have no turns of their own")
          .isGreaterThanOrEqualTo(BETWEEN.toSeconds() - 1);
      report.add(
          "%s: %d times, %d turns, %d missed, %d skipped"
              .formatted(
                  session.id(), turns.size() + missed + skipped, turns.size(), missed, skipped));
    }
    Files.write(REPORT, report);
    report.forEach(System.out::println);
  }

  private static List<String> requests(StoredSession session) {
    var queued = of(session, TurnQueued.class);
    var behind = queued.stream().map(TurnQueued::turn).toList();
    return Stream.concat(
            queued.stream().map(TurnQueued::request),
            of(session, TurnOpened.class).stream()
                .filter(opened -> !behind.contains(opened.turn()))
                .map(TurnOpened::request))
        .map(TurnRequest::requestId)
        .toList();
  }
}
