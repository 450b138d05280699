package dev.fractal.persistence.membership;

import dev.fractal.persistence.database.Jdbc;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The decision who forms a cluster, behind the lock of one row. Each formation is a generation; a
 * node that was sent to join an earlier one can no longer become a member, so a late arrival in a
 * cluster that has been given up never counts.
 */
record BootstrapRow(Jdbc jdbc) {
  private static final String LOCK = "SELECT \"generation\" FROM \"bootstrap\" FOR UPDATE";
  private static final String NEXT = "UPDATE \"bootstrap\" SET \"generation\" = ?";
  private static final String STATE =
      "SELECT \"state\" FROM \"node\" WHERE \"incarnation\" = ? FOR UPDATE";
  private static final String LIVE =
      """
      SELECT "address" FROM "node"
      WHERE "incarnation" <> ? AND "state" = ? AND "expires" >= clock_timestamp() ORDER BY "started"
      """;
  private static final String SENT =
      "UPDATE \"node\" SET \"generation\" = ? WHERE \"incarnation\" = ?";
  private static final String FORMED =
      "UPDATE \"node\" SET \"generation\" = ?, \"state\" = 'member' WHERE \"incarnation\" = ?";
  private static final String JOINED =
      "UPDATE \"node\" SET \"state\" = 'member' WHERE \"generation\" = ? AND \"incarnation\" = ?";

  /** Holds off every other decision until the end of the transaction; the current generation. */
  static long lock(Connection connection) throws SQLException {
    try (var query = connection.prepareStatement(LOCK);
        var row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  Formation mayForm(UUID asker) {
    return jdbc.transaction(connection -> decide(connection, lock(connection), asker));
  }

  private static Formation decide(Connection connection, long generation, UUID asker)
      throws SQLException {
    var state = strings(connection, STATE, asker);
    if (state.isEmpty()) {
      return new Formation.Fenced();
    }
    if (NodeState.of(state.getFirst()) == NodeState.MEMBER) {
      return new Formation.Form();
    }
    var members = live(connection, asker, NodeState.MEMBER);
    if (!members.isEmpty()) {
      update(connection, SENT, generation, asker);
      return new Formation.Join(members);
    }
    var leaving = live(connection, asker, NodeState.LEAVING);
    return leaving.isEmpty()
        ? form(connection, generation + 1, asker)
        : new Formation.Wait("the last members are leaving: " + String.join(", ", leaving));
  }

  private static Formation form(Connection connection, long generation, UUID asker)
      throws SQLException {
    for (var node : Fencing.expired(connection, asker)) {
      if (!Fencing.fenceExpired(connection, node, asker)) {
        connection.rollback();
        return new Formation.Wait(
            "node " + node + " has not been heard of, but not for long enough to give it up");
      }
    }
    update(connection, FORMED, generation, asker);
    try (var next = connection.prepareStatement(NEXT)) {
      next.setLong(1, generation);
      next.executeUpdate();
    }
    return new Formation.Form();
  }

  /** Makes a node that has joined a member, unless another cluster was formed since. */
  boolean joined(UUID node) {
    return jdbc.transaction(
        connection -> {
          long generation = lock(connection);
          return update(connection, JOINED, generation, node);
        });
  }

  private static List<String> live(Connection connection, UUID asker, NodeState state)
      throws SQLException {
    try (var query = connection.prepareStatement(LIVE)) {
      query.setObject(1, asker);
      query.setString(2, state.wire());
      return strings(query);
    }
  }

  private static List<String> strings(Connection connection, String sql, UUID node)
      throws SQLException {
    try (var query = connection.prepareStatement(sql)) {
      query.setObject(1, node);
      return strings(query);
    }
  }

  private static List<String> strings(PreparedStatement query) throws SQLException {
    try (var row = query.executeQuery()) {
      var found = new ArrayList<String>();
      while (row.next()) {
        found.add(row.getString(1));
      }
      return found;
    }
  }

  private static boolean update(Connection connection, String sql, long generation, UUID node)
      throws SQLException {
    try (var update = connection.prepareStatement(sql)) {
      update.setLong(1, generation);
      update.setObject(2, node);
      return update.executeUpdate() == 1;
    }
  }
}
