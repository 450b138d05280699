package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.store.TestStores;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes that say they are of different versions form one cluster, and an event that only a newer
 * one could have written stops the session that has it and no other.
 */
@Tag("cluster")
@Timeout(600)
final class MixedVersionsTest {
  private static final int NODES = 2;
  private static final int SESSIONS = 6;

  /** The first node was upgraded, the second one was not yet. */
  private static final Site UPGRADING =
      new Site.Loopback(node -> Map.of("pekko.cluster.app-version", node == 1 ? "1.1.0" : "1.0.0"));

  /** What a node of a later version might have added to a session that sleeps. */
  private static final String LATER =
      """
      INSERT INTO "event_journal" ("persistence_id", "sequence_number", "writer",
        "write_timestamp", "adapter_manifest", "event_ser_id", "event_ser_manifest",
        "event_payload")
      SELECT "persistence_id", %s, 'later', "write_timestamp",
        "adapter_manifest", "event_ser_id", 'thought-rewound/1', "event_payload"
      FROM "event_journal" WHERE "persistence_id" LIKE '%%v-1'
      ORDER BY "sequence_number" DESC LIMIT 1
      """
          .formatted(TestStores.NEXT_NUMBER);

  private static final String UNDO =
      """
      DELETE FROM "event_journal" WHERE "event_ser_manifest" = 'thought-rewound/1'
      """;

  @Test
  void anEventOfALaterVersionStopsOneSessionAndNoShard(@TempDir Path data)
      throws IOException, SQLException {
    try (var fleet = Fleet.start(data, NODES, "ping.yaml", UPGRADING)) {
      assertThat(versions(fleet)).containsOnlyKeys("1.0.0", "1.1.0");
      var load = new Load(fleet.client(), "v", "Ping ");
      load.turns(SESSIONS, "before").forEach(CompletableFuture::join);
      var stopped = load.session(1);
      assertThat(ask(fleet, stopped, true)).isInstanceOf(SessionReply.Done.class);
      run(fleet, LATER);

      assertThat(ask(fleet, stopped, false))
          .isInstanceOfSatisfying(
              SessionReply.Refused.class,
              refused -> {
                assertThat(refused.refusal().kind()).isEqualTo(Refusal.Kind.SessionQuarantined);
                assertThat(refused.refusal().message())
                    .contains("thought-rewound/1 is no event that this version knows");
              });
      for (int n = 2; n <= SESSIONS; n++) {
        assertThat(Load.value(load.turn(n, "after").join())).isEqualTo(Integer.toString(n));
      }
      assertThat(fleet.members()).allMatch(member -> member.state().equals("member"));
      assertThat(shardFailures(data)).isZero();
      assertThat(fleet.stub().settled().total()).isEqualTo(2 * SESSIONS - 1);

      run(fleet, UNDO);
      for (int node = 1; node <= NODES; node++) {
        fleet.stop(node);
        fleet.start(node);
      }
      assertThat(Load.value(load.turn(1, "after").join())).isEqualTo("1");
    }
  }

  private static SessionReply ask(Fleet fleet, SessionId session, boolean close) {
    var sessions = fleet.client().sessions();
    return (close ? sessions.close(session) : sessions.describe(session))
        .toCompletableFuture()
        .join();
  }

  private static void run(Fleet fleet, String sql) throws SQLException {
    try (var connection = fleet.connect();
        var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).isEqualTo(1);
    }
  }

  private static Map<String, Integer> versions(Fleet fleet) throws SQLException {
    var found = new TreeMap<String, Integer>();
    try (var connection = fleet.connect();
        var query =
            connection.prepareStatement(
                "SELECT \"version\" FROM \"node\" WHERE \"state\" = 'member'");
        var row = query.executeQuery()) {
      while (row.next()) {
        found.merge(row.getString(1), 1, Integer::sum);
      }
    }
    return found;
  }

  private static long shardFailures(Path data) throws IOException {
    long failures = 0;
    for (int node = 1; node <= NODES; node++) {
      var log = data.resolve("cluster/node-" + node + "/log/fractal.log");
      if (Files.exists(log)) {
        failures +=
            Files.readAllLines(log).stream()
                .filter(line -> line.contains("Shard") && line.contains("fail"))
                .count();
      }
    }
    return failures;
  }
}
