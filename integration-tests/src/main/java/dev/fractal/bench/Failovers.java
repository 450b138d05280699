package dev.fractal.bench;

import dev.fractal.persistence.membership.NodeEntry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Kills of nodes whose sessions are in turns: every other time the oldest node, which says where
 * shards go, else the one with most sessions.
 */
final class Failovers {
  /** Turns of ten steps, each of which waits a second for its model. */
  static final String PLAYBOOK =
      """
      clauses:
        - step: 10
          delay: 1s
          reply: |
            ```js
            FINAL(n)
            ```
        - default: true
          delay: 1s
          reply: |
            ```js
            n = (typeof n === "undefined" ? 0 : n) + 1
            ```
      """;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration BEAT = Duration.ofMillis(20);

  /** A node that came back gets shards while the others go on. */
  private static final Duration BETWEEN = Duration.ofSeconds(12);

  private static final double NANOS = 1e9;
  private static final String NEWEST =
      "SELECT COALESCE(MAX(\"ordering\"), 0) FROM \"event_journal\"";
  private static final String RESUMED =
      """
      SELECT COUNT(*) FROM "event_journal"
      WHERE "ordering" > ? AND "event_ser_manifest" LIKE '%calls-repeated/%'
      """;

  private final BenchCluster cluster;
  private final Screen screen;
  private final int sessions;

  Failovers(BenchCluster cluster, Screen screen, int sessions) {
    this.cluster = cluster;
    this.screen = screen;
    this.sessions = sessions;
  }

  /**
   * A node's end.
   *
   * @param node its number
   * @param oldest whether it said where shards go
   * @param seconds from the kill to the first step that was resumed elsewhere
   */
  record Kill(int node, boolean oldest, double seconds) {}

  /** Every turn has to end with its value, whichever nodes die under it. */
  List<Kill> measure(int rounds) {
    var kills = new ArrayList<Kill>();
    try (var _ = new Crowd(cluster.client(), sessions, () -> "count on", cluster::steps)) {
      for (int round = 1; round <= rounds; round++) {
        pause(BETWEEN);
        var kill = kill(round % 2 == 0);
        screen.note("round %d of %d: %s".formatted(round, rounds, kill));
        kills.add(kill);
      }
    }
    return kills;
  }

  private Kill kill(boolean oldest) {
    var nodes = cluster.nodes();
    var victim =
        oldest
            ? nodes.getFirst()
            : nodes.stream()
                .skip(1)
                .max(Comparator.comparingInt(NodeEntry::sessions))
                .orElseThrow();
    int node = cluster.number(victim);
    long start = System.nanoTime();
    cluster.kill(node);
    // Nobody has a session of it before; what moved to a node that came back is none of it.
    until("node " + node + " was given up", () -> cluster.nodes().size() < nodes.size());
    long newest = asked(NEWEST, -1);
    until("a session went on", () -> asked(RESUMED, newest) > 0);
    double seconds = (System.nanoTime() - start) / NANOS;
    cluster.start(node);
    return new Kill(node, oldest, Samples.rounded(seconds));
  }

  private long asked(String sql, long above) {
    return cluster.client().store().jdbc().run(connection -> asked(connection, sql, above));
  }

  private static long asked(Connection connection, String sql, long above) throws SQLException {
    try (var query = connection.prepareStatement(sql)) {
      if (above >= 0) {
        query.setLong(1, above);
      }
      try (var row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void until(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new BenchException("it did not happen in time that " + what);
      }
      pause(BEAT);
    }
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
