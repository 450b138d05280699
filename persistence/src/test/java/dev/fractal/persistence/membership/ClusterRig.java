package dev.fractal.persistence.membership;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import dev.fractal.persistence.store.JournalConfig;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreConfig;
import dev.fractal.persistence.store.TestStores;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** A new database and the tables of its cluster. Time passes when a test says so. */
public final class ClusterRig implements AutoCloseable {
  public static final Duration TTL = Duration.ofSeconds(8);
  private static final String SLICK = "pekko-persistence-jdbc.shared-databases.slick.db.";

  private final StoreConfig.Postgres config = TestStores.postgres();
  private final Store store = Store.openNode(config);
  private final ClusterTables tables = store.openCluster(TTL);

  public Store store() {
    return store;
  }

  public ClusterTables tables() {
    return tables;
  }

  /** A node that starts now. */
  Incarnation start(int port) {
    return tables.register(
        new Registration("pekko://fractal@127.0.0.1:" + port, "n" + port, "1.0.0", TTL));
  }

  /** A node that has been heard of without a gap for longer than a ttl. */
  Incarnation steady(int port) {
    var node = start(port);
    sql("UPDATE \"node\" SET \"steady_since\" = \"steady_since\" - \"ttl\"", node);
    return node;
  }

  /** Lets a whole ttl pass without a beat of a node. */
  void silence(Incarnation node) {
    sql("UPDATE \"node\" SET \"expires\" = clock_timestamp() - INTERVAL '1 ms'", node);
  }

  private void sql(String update, Incarnation node) {
    sql(update + " WHERE \"incarnation\" = '" + node + "'");
  }

  void sql(String statement) {
    store
        .jdbc()
        .run(
            connection -> {
              try (var execute = connection.createStatement()) {
                return execute.execute(statement);
              }
            });
  }

  long count(String table) {
    return number("SELECT COUNT(*) FROM \"" + table + "\"");
  }

  /** Until a statement waits for a lock of another. */
  void awaitSomebodyWaiting() {
    long deadline = System.nanoTime() + TTL.toNanos();
    var waiting =
        "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            + " AND datname = current_database()";
    while (number(waiting) == 0) {
      assertThat(System.nanoTime()).as("nobody waits").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private long number(String select) {
    return store
        .jdbc()
        .run(
            connection -> {
              try (var query = connection.createStatement();
                  var row = query.executeQuery(select)) {
                row.next();
                return row.getLong(1);
              }
            });
  }

  public Config journal(Incarnation node) {
    return JournalConfig.forStore(store, node, TTL);
  }

  /** A connection as the journal of a node has them. */
  Connection writer(Incarnation node) throws SQLException {
    var connection = anybody();
    try (var first = connection.createStatement()) {
      first.execute(journal(node).getString(SLICK + "connectionInitSql"));
    }
    return connection;
  }

  /** A connection of nobody's. */
  Connection anybody() throws SQLException {
    return DriverManager.getConnection(config.url(), config.user(), config.password());
  }

  @Override
  public void close() {
    tables.close();
    store.close();
  }
}
