package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.laptop.LocalPostgres;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionSuspended;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database is restarted, slow, full and out of connections under load, for events and for texts
 * that are stored apart: sessions pause and go on, and what was answered is stored.
 */
@Tag("long")
@Timeout(900)
final class DatabaseFailuresTest {
  private static final int NODES = 2;
  private static final int CALLERS = 6;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration OUTAGE = Duration.ofSeconds(6);

  @Test
  void sessionsPauseWhileTheDatabaseDoesAndGoOn(@TempDir Path data)
      throws IOException, SQLException {
    try (var fleet = Fleet.start(data, NODES, "ping.yaml")) {
      var traffic = Traffic.of(fleet.client(), CALLERS);
      traffic.awaitMore(CALLERS);

      fleet.cluster().postgres().stop(LocalPostgres.Stop.FAST);
      awaitReadiness(fleet, HttpURLConnection.HTTP_UNAVAILABLE);
      fleet.cluster().startDatabase();
      traffic.awaitMore(3 * CALLERS);
      awaitReadiness(fleet, HttpURLConnection.HTTP_OK);

      for (var table : List.of("event_journal", "payload")) {
        trouble(fleet, table, "PERFORM pg_sleep(1);", traffic);
        trouble(fleet, table, "RAISE EXCEPTION 'no space left' USING ERRCODE = '53100';", traffic);
      }
      outOfConnections(fleet);
      traffic.awaitMore(3 * CALLERS);
      traffic.stop();

      System.out.println(traffic);
      assertThat(traffic.errors()).isEmpty();
      var stored = fleet.stored();
      for (int n = 1; n <= CALLERS; n++) {
        var session = Objects.requireNonNull(stored.sessions().get("t-" + n));
        assertThat(session.of(TurnEnded.class))
            .hasSize(traffic.turns(n))
            .allMatch(end -> end.spend().lost() == 0, "no reply was asked for again");
        assertThat(session.of(VariablesSaved.class)).allMatch(DatabaseFailuresTest::isApart);
        assertThat(session.of(SessionQuarantined.class)).isEmpty();
        assertThat(session.of(SessionSuspended.class)).isEmpty();
      }
      assertThat(restarts(data)).as("restarts of session actors").isLessThan(20 * CALLERS);
      // A beat that found no connection comes again later than turns do.
      Until.holds(
          () -> "all are members: " + fleet.members(),
          PATIENCE,
          () ->
              fleet.members().size() == NODES
                  && fleet.members().stream().allMatch(one -> one.state().equals("member")));
    }
  }

  private static void awaitReadiness(Fleet fleet, int status) {
    for (int node = 1; node <= NODES; node++) {
      int one = node;
      Until.holds("readiness " + status, PATIENCE, () -> fleet.readiness(one) == status);
    }
  }

  private static boolean isApart(VariablesSaved saved) {
    return saved.saved().values().stream()
        .anyMatch(variable -> variable.encoded() instanceof Content.Stored);
  }

  /** Every write to a table does this for a while. */
  private static void trouble(Fleet fleet, String table, String what, Traffic traffic)
      throws SQLException {
    try (var connection = fleet.connect();
        var statement = connection.createStatement()) {
      statement.execute(trigger(table, what));
      Until.passed(OUTAGE);
      statement.execute("DROP TRIGGER \"trouble\" ON \"" + table + "\"");
    }
    traffic.awaitMore(3 * CALLERS);
  }

  private static String trigger(String table, String body) {
    return """
    CREATE OR REPLACE FUNCTION "trouble"() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN %s RETURN NULL; END $$;
    CREATE TRIGGER "trouble" BEFORE INSERT ON "%s"
      FOR EACH STATEMENT EXECUTE FUNCTION "trouble"();
    """
        .formatted(body, table);
  }

  /** The server restarts, and others are faster than the nodes. */
  private static void outOfConnections(Fleet fleet) throws SQLException {
    fleet.cluster().postgres().stop(LocalPostgres.Stop.FAST);
    fleet.cluster().startDatabase();
    var taken = new ArrayList<Connection>();
    try {
      while (taken.size() < 300) {
        taken.add(fleet.connect());
      }
    } catch (SQLException full) {
      assertThat(full.getSQLState()).isEqualTo("53300");
    }
    Until.passed(OUTAGE);
    for (var connection : taken) {
      connection.close();
    }
  }

  private static long restarts(Path data) throws IOException {
    long restarts = 0;
    for (int node = 1; node <= NODES; node++) {
      var log = data.resolve("cluster/node-" + node + "/log/fractal.log");
      restarts +=
          Files.readAllLines(log).stream().filter(line -> line.contains("saw failure")).count();
    }
    return restarts;
  }
}
