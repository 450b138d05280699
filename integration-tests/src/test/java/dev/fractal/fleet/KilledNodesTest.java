package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.TurnResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes are killed while sessions are in turns of four steps with children: every turn ends with
 * its value, nothing that was answered is asked for again, and what was in flight is reported.
 */
@Tag("cluster")
@Timeout(1800)
final class KilledNodesTest {
  private static final int NODES = 3;
  private static final int SESSIONS = Integer.getInteger("fleet.sessions", 16);
  private static final int ROUNDS = Integer.getInteger("fleet.rounds", 2);
  private static final long SEED = 2026;
  private static final int REQUESTS_PER_TURN = 9;
  private static final double REACH_SECONDS = Integer.getInteger("fleet.gap-after-kill", 60);
  private static final Duration HOSTING = Duration.ofMinutes(2);
  private static final Path REPORT = Path.of("target", "killed-nodes.txt");

  /** A round as it ended. */
  private record Round(int victim, int moment, Spree.Aftermath aftermath) {
    @Override
    public String toString() {
      return "node %d killed at request %d: %s".formatted(victim, moment, aftermath);
    }
  }

  @Test
  void everyTurnEndsThoughNodesAreKilled(@TempDir Path data) throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
    var rounds = new ArrayList<Round>();
    try (var fleet = Fleet.start(data, NODES, "four-steps.yaml")) {
      var load = new Load(fleet.client(), "k");
      for (int round = 1; round <= ROUNDS; round++) {
        int victim = 1 + random.nextInt(NODES);
        int moment = SESSIONS * (2 + random.nextInt(REQUESTS_PER_TURN - 4));
        if (round > 1) {
          awaitHost(fleet, victim);
        }
        int before = fleet.stub().counts().total();
        var turns = load.turns(SESSIONS, "round-" + round);
        fleet.stub().awaitTotal(before + moment);
        var killed = Instant.now();
        fleet.kill(victim);
        var spree = Spree.begun(fleet, killed, victim);
        var results = turns.stream().map(CompletableFuture::join).toList();
        assertThat(values(results)).as("round %d", round).isEqualTo(expected());
        rounds.add(new Round(victim, moment, spree.ended()));
        fleet.start(victim);
      }
    }
    report(rounds);
    assertThat(rounds).flatExtracting(round -> round.aftermath().problems()).isEmpty();
    assertThat(gaps(rounds).count()).as("rounds with steps to resume").isGreaterThan(ROUNDS / 2);
    assertThat(median(rounds)).as("seconds from kill to resumed step").isLessThan(REACH_SECONDS);
  }

  /** A node that came back has nothing to lose until shards of sessions have moved to it. */
  private static void awaitHost(Fleet fleet, int node) {
    long end = System.nanoTime() + HOSTING.toNanos();
    while (!hosts(fleet, node)) {
      assertThat(System.nanoTime()).as("node %d hosts a session in time", node).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
    }
  }

  private static boolean hosts(Fleet fleet, int node) {
    var shards = Shards.of(fleet);
    return expected().keySet().stream()
        .anyMatch(session -> shards.owner(new SessionId(session)).equals("node-" + node));
  }

  private static void report(List<Round> rounds) throws IOException {
    var lines = new ArrayList<>(rounds.stream().map(Round::toString).toList());
    lines.add("median from kill to the first resumed step: %.1f s".formatted(median(rounds)));
    Files.write(REPORT, lines);
    lines.forEach(System.out::println);
  }

  private static double median(List<Round> rounds) {
    return gaps(rounds).skip(gaps(rounds).count() / 2).findFirst().orElse(Double.NaN);
  }

  private static DoubleStream gaps(List<Round> rounds) {
    return rounds.stream()
        .flatMapToDouble(round -> round.aftermath().gapSeconds().stream())
        .sorted();
  }

  private static Map<String, String> expected() {
    var values = new TreeMap<String, String>();
    for (int n = 1; n <= SESSIONS; n++) {
      values.put("k-" + n, Integer.toString(10 * n + 4));
    }
    return values;
  }

  private static Map<String, String> values(List<TurnResult> results) {
    var values = new TreeMap<String, String>();
    results.forEach(result -> values.put(result.session().value(), Load.value(result)));
    return values;
  }
}
