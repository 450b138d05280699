package dev.fractal.persistence.membership;

import com.zaxxer.hikari.HikariDataSource;
import dev.fractal.persistence.database.DatabaseFailure;
import dev.fractal.persistence.database.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What says that a node's process runs: a lock that the database's server holds for a connection
 * and gives back when that ends, as it does at once when the process does. Frozen processes and
 * those that the network hides keep theirs. For one thread.
 */
public final class LifeSign implements AutoCloseable {
  private static final String TAKE = "SELECT pg_try_advisory_lock(?)";
  private static final String TAKE_FOR_NOW = "SELECT pg_try_advisory_xact_lock(?)";
  private static final String HELD =
      """
      SELECT "classid"::BIGINT << 32 | "objid"::BIGINT FROM pg_locks
      WHERE "locktype" = 'advisory' AND "objsubid" = 1 AND "granted"
        AND "database" = (SELECT "oid" FROM pg_database WHERE "datname" = current_database())
      """;

  private final HikariDataSource pool;
  private final String place;
  private final Incarnation own;
  private @Nullable Connection connection;
  private boolean held;

  LifeSign(HikariDataSource pool, String place, Incarnation own) {
    this.pool = pool;
    this.place = place;
    this.own = own;
  }

  /**
   * Gives the own sign, if it is not given yet, and looks for those of others. Blocks.
   *
   * @return which nodes give theirs
   * @throws StoreException when the database does not answer; the own sign is then given anew at
   *     the next look
   */
  public Predicate<Incarnation> look() {
    try {
      var open = connection == null ? pool.getConnection() : connection;
      connection = open;
      held = held || take(open, TAKE, own);
      var keys = keys(open);
      return node -> keys.contains(key(node));
    } catch (SQLException e) {
      close();
      throw DatabaseFailure.exception(place, e);
    }
  }

  /** Whether a node gives no sign; until the end of the transaction it cannot give one. */
  static boolean isMissing(Connection connection, Incarnation node) throws SQLException {
    return take(connection, TAKE_FOR_NOW, node);
  }

  private static boolean take(Connection connection, String sql, Incarnation node)
      throws SQLException {
    try (var lock = connection.prepareStatement(sql)) {
      lock.setLong(1, key(node));
      try (var row = lock.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static Set<Long> keys(Connection connection) throws SQLException {
    try (var query = connection.prepareStatement(HELD);
        var row = query.executeQuery()) {
      var found = new HashSet<Long>();
      while (row.next()) {
        found.add(row.getLong(1));
      }
      return found;
    }
  }

  private static long key(Incarnation node) {
    return node.id().getMostSignificantBits();
  }

  /** The connection ends with its lock: one that went back to the pool would keep it. */
  @Override
  public void close() {
    held = false;
    if (connection != null) {
      pool.evictConnection(connection);
      connection = null;
    }
  }
}
