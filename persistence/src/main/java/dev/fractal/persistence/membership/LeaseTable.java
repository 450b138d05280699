package dev.fractal.persistence.membership;

import dev.fractal.persistence.database.Jdbc;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Leases: a name and the node that owns it. Taking one over fences its former owner. */
record LeaseTable(Jdbc jdbc) {
  private static final String TAKE =
      """
      INSERT INTO "lease" ("name", "incarnation")
      SELECT ?, "incarnation" FROM "node" WHERE "incarnation" = ? FOR KEY SHARE
      ON CONFLICT ("name") DO NOTHING
      """;
  private static final String OWNER = "SELECT \"incarnation\" FROM \"lease\" WHERE \"name\" = ?";
  private static final String KNOWN = "SELECT 1 FROM \"node\" WHERE \"incarnation\" = ?";
  private static final String RELEASE =
      "DELETE FROM \"lease\" WHERE \"name\" = ? AND \"incarnation\" = ?";

  LeaseAnswer acquire(String name, UUID asker) {
    return jdbc.transaction(connection -> acquire(connection, name, asker));
  }

  private static LeaseAnswer acquire(Connection connection, String name, UUID asker)
      throws SQLException {
    if (take(connection, name, asker)) {
      return LeaseAnswer.ACQUIRED;
    }
    var owner = owner(connection, name);
    if (owner.isPresent() && owner.get().equals(asker)) {
      return LeaseAnswer.ACQUIRED;
    }
    if (!isKnown(connection, asker)) {
      return LeaseAnswer.FENCED;
    }
    boolean free = owner.isEmpty() || Fencing.fenceExpired(connection, owner.get(), asker);
    return free && take(connection, name, asker) ? LeaseAnswer.ACQUIRED : LeaseAnswer.TAKEN;
  }

  private static boolean take(Connection connection, String name, UUID asker) throws SQLException {
    return update(connection, TAKE, name, asker);
  }

  private static Optional<UUID> owner(Connection connection, String name) throws SQLException {
    try (var query = connection.prepareStatement(OWNER)) {
      query.setString(1, name);
      try (var row = query.executeQuery()) {
        return row.next() ? Optional.of(row.getObject(1, UUID.class)) : Optional.empty();
      }
    }
  }

  private static boolean isKnown(Connection connection, UUID node) throws SQLException {
    try (var query = connection.prepareStatement(KNOWN)) {
      query.setObject(1, node);
      try (var row = query.executeQuery()) {
        return row.next();
      }
    }
  }

  void release(String name, UUID owner) {
    jdbc.run(connection -> update(connection, RELEASE, name, owner));
  }

  private static boolean update(Connection connection, String sql, String name, UUID node)
      throws SQLException {
    try (var update = connection.prepareStatement(sql)) {
      update.setString(1, name);
      update.setObject(2, node);
      return update.executeUpdate() == 1;
    }
  }
}
