package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.client.LocalCluster.Member;
import dev.fractal.laptop.LocalPostgres;
import dev.fractal.proof.StoredSession;
import dev.fractal.proof.StoredTree;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All nodes and the database are killed at once: unfinished turns go on when they run again. */
@Tag("cluster")
@Timeout(900)
final class AllKilledTest {
  private static final int NODES = 3;
  private static final int IDLE = 20;
  private static final int BUSY = 8;

  /** What may be awake again: the busy sessions and the three children of each. */
  private static final int AWAKE = 4 * BUSY;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @Test
  void unfinishedTurnsGoOnByThemselvesAndIdleSessionsStayAsleep(@TempDir Path data)
      throws IOException {
    try (var fleet = Fleet.start(data, NODES, "four-steps.yaml")) {
      new Load(fleet.client(), "idle").turns(IDLE, "one").forEach(CompletableFuture::join);
      var before = fleet.stub().counts().total();
      var _ = new Load(fleet.client(), "busy").turns(BUSY, "one");
      fleet.stub().awaitTotal(before + 3 * BUSY);
      for (int node = 1; node <= NODES; node++) {
        fleet.kill(node);
      }
      fleet.dropClient();
      fleet.cluster().postgres().stop(LocalPostgres.Stop.IMMEDIATE);
      fleet.cluster().startDatabase();
      var dead = fleet.stored();
      var spree = fleet.stub().counts().byKey();
      assertThat(open(dead)).as("sessions in turns").isPositive();

      fleet.up(NODES);
      var most = new AtomicInteger();
      Until.holds(
          "all turns have ended",
          PATIENCE,
          () -> {
            int awake = fleet.members().stream().mapToInt(Member::sessions).sum();
            most.accumulateAndGet(awake, Math::max);
            return open(fleet.stored()) == 0;
          });

      var after = fleet.stored();
      assertThat(values(after)).isEqualTo(expected());
      assertThat(most.get()).as("idle sessions sleep").isLessThanOrEqualTo(AWAKE);
      assertThat(journals(after, "idle")).isEqualTo(journals(dead, "idle"));
      var asked = fleet.stub().settled().byKey();
      assertThat(dead.answered())
          .allSatisfy(
              key ->
                  assertThat(asked.getOrDefault(key, 0))
                      .as(key)
                      .isEqualTo(spree.getOrDefault(key, 0)));
    }
  }

  /** Turns that have begun and not ended. */
  private static int open(StoredTree tree) {
    return tree.sessions().values().stream()
        .mapToInt(
            session ->
                (int) (session.of(TurnOpened.class).count() - session.of(TurnEnded.class).count()))
        .sum();
  }

  private static Map<String, Integer> journals(StoredTree tree, String prefix) {
    var lengths = new HashMap<String, Integer>();
    tree.sessions().values().stream()
        .filter(session -> session.id().value().startsWith(prefix))
        .forEach(session -> lengths.put(session.id().value(), session.journal().size()));
    return lengths;
  }

  private static Map<String, String> expected() {
    var values = new HashMap<String, String>();
    for (int n = 1; n <= BUSY; n++) {
      values.put("busy-" + n, Integer.toString(10 * n + 4));
    }
    return values;
  }

  private static Map<String, String> values(StoredTree tree) {
    var values = new HashMap<String, String>();
    tree.sessions().values().stream()
        .filter(session -> session.id().value().matches("busy-\\d+"))
        .forEach(session -> values.put(session.id().value(), value(session)));
    return values;
  }

  private static String value(StoredSession session) {
    var outcome = session.of(TurnEnded.class).findFirst().orElseThrow().outcome();
    return outcome instanceof TurnOutcome.Finished(Content.Inline(var text))
        ? text
        : outcome.toString();
  }
}
