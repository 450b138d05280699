package dev.fractal.persistence.membership;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Takes a node's right to write. Its connections are ended first, for a frozen process may hold a
 * transaction open; what still runs is waited for until the lock timeout of the connection.
 */
final class Fencing {
  /**
   * A node that was not heard of for its ttl is given up only by one who was heard of all that
   * time: after an outage of the database every row has expired and nobody is dead.
   */
  private static final String LOCK_EXPIRED =
      """
      SELECT "incarnation" FROM "node"
      WHERE "incarnation" = ? AND "expires" < clock_timestamp()
        AND clock_timestamp() - "ttl" >= (
          SELECT "steady_since" FROM "node"
          WHERE "incarnation" = ? AND "expires" >= clock_timestamp())
      FOR UPDATE
      """;

  private static final String EXPIRED =
      """
      SELECT "incarnation" FROM "node"
      WHERE "incarnation" <> ? AND "expires" < clock_timestamp() ORDER BY "incarnation"
      """;
  private static final String END_CONNECTIONS =
      """
      SELECT pg_terminate_backend("pid") FROM pg_stat_activity
      WHERE "application_name" = ? AND "datname" = current_database()
      """;
  private static final String DELETE = "DELETE FROM \"node\" WHERE \"incarnation\" = ?";

  private Fencing() {}

  /** Others that were not heard of in time. */
  static List<UUID> expired(Connection connection, UUID asker) throws SQLException {
    try (var query = connection.prepareStatement(EXPIRED)) {
      query.setObject(1, asker);
      try (var row = query.executeQuery()) {
        var found = new ArrayList<UUID>();
        while (row.next()) {
          found.add(row.getObject(1, UUID.class));
        }
        return found;
      }
    }
  }

  /** Fences a node if it has expired and the asker may say so; whether it did. */
  static boolean fenceExpired(Connection connection, UUID node, UUID asker) throws SQLException {
    try (var lock = connection.prepareStatement(LOCK_EXPIRED)) {
      lock.setObject(1, node);
      lock.setObject(2, asker);
      try (var row = lock.executeQuery()) {
        return row.next() && fence(connection, node);
      }
    }
  }

  /** Fences a node, whatever its state. */
  static boolean fence(Connection connection, UUID node) throws SQLException {
    try (var end = connection.prepareStatement(END_CONNECTIONS)) {
      end.setString(1, new Incarnation(node).writes());
      end.execute();
    }
    return delete(connection, node);
  }

  /** Removes a node that has stopped writing. */
  static boolean delete(Connection connection, UUID node) throws SQLException {
    try (var delete = connection.prepareStatement(DELETE)) {
      delete.setObject(1, node);
      return delete.executeUpdate() == 1;
    }
  }
}
