package dev.fractal.persistence.membership;

import dev.fractal.persistence.database.Jdbc;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The rows of running nodes and their beats. */
record NodeTable(Jdbc jdbc) {
  private static final String SAME_ADDRESS =
      "SELECT \"incarnation\" FROM \"node\" WHERE \"address\" = ? FOR UPDATE";
  private static final String INSERT =
      """
      INSERT INTO "node" ("incarnation", "address", "name", "version", "state", "generation",
        "beat", "ttl", "started", "expires", "steady_since")
      SELECT ?, ?, ?, ?, 'joining', 0, 0, "ttl", "now", "now" + "ttl", "now"
      FROM (SELECT ? * INTERVAL '1 millisecond' AS "ttl", clock_timestamp() AS "now") AS "times"
      """;
  private static final String WRITER = "INSERT INTO \"writer\" (\"incarnation\") VALUES (?)";
  private static final String BEAT =
      """
      UPDATE "node" SET "beat" = "beat" + 1, "sessions" = ?, "expires" = clock_timestamp() + "ttl",
        "steady_since" = CASE WHEN "expires" < clock_timestamp() THEN clock_timestamp()
          ELSE "steady_since" END
      WHERE "incarnation" = ?
      """;
  private static final String LEAVING =
      "UPDATE \"node\" SET \"state\" = 'leaving' WHERE \"incarnation\" = ?";
  private static final String LIST =
      """
      SELECT "incarnation", "address", "name", "version", "state", "sessions",
        "expires" >= "now" AS "live",
        1000 * EXTRACT(EPOCH FROM "ttl") AS "ttl_ms",
        1000 * EXTRACT(EPOCH FROM "now" - "started") AS "age_ms",
        1000 * EXTRACT(EPOCH FROM "now" - "expires" + "ttl") AS "silent_ms",
        (SELECT COUNT(*) FROM "lease" WHERE "lease"."incarnation" = "node"."incarnation") AS "leases"
      FROM "node", (SELECT clock_timestamp() AS "now") AS "clock" ORDER BY "started", "address"
      """;

  /** A process that starts at an address is the proof that the one before it has ended. */
  Incarnation register(Registration registration) {
    return jdbc.transaction(
        connection -> {
          BootstrapRow.lock(connection);
          fenceSameAddress(connection, registration.address());
          var incarnation = Incarnation.fresh();
          insert(connection, incarnation.id(), registration);
          update(connection, WRITER, incarnation.id());
          return incarnation;
        });
  }

  private static void fenceSameAddress(Connection connection, String address) throws SQLException {
    try (var query = connection.prepareStatement(SAME_ADDRESS)) {
      query.setString(1, address);
      try (var row = query.executeQuery()) {
        if (row.next()) {
          Fencing.fence(connection, row.getObject(1, UUID.class));
        }
      }
    }
  }

  private static void insert(Connection connection, UUID id, Registration registration)
      throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      insert.setObject(1, id);
      insert.setString(2, registration.address());
      insert.setString(3, registration.name());
      insert.setString(4, registration.version());
      insert.setLong(5, registration.ttl().toMillis());
      insert.executeUpdate();
    }
  }

  boolean beat(UUID node, int sessions) {
    return jdbc.run(
        connection -> {
          try (var update = connection.prepareStatement(BEAT)) {
            update.setInt(1, sessions);
            update.setObject(2, node);
            return update.executeUpdate() == 1;
          }
        });
  }

  boolean leaving(UUID node) {
    return jdbc.run(connection -> update(connection, LEAVING, node));
  }

  boolean remove(UUID node) {
    return jdbc.run(connection -> Fencing.delete(connection, node));
  }

  boolean fence(UUID node) {
    return jdbc.transaction(connection -> Fencing.fence(connection, node));
  }

  boolean fenceGone(Incarnation node) {
    return jdbc.transaction(
        connection -> {
          boolean gone = LifeSign.isMissing(connection, node);
          if (gone) {
            Fencing.fence(connection, node.id());
          }
          return gone;
        });
  }

  private static boolean update(Connection connection, String sql, UUID node) throws SQLException {
    try (var update = connection.prepareStatement(sql)) {
      update.setObject(1, node);
      return update.executeUpdate() == 1;
    }
  }

  List<NodeEntry> list() {
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(LIST);
              var row = query.executeQuery()) {
            var found = new ArrayList<NodeEntry>();
            while (row.next()) {
              found.add(entry(row));
            }
            return List.copyOf(found);
          }
        });
  }

  private static NodeEntry entry(ResultSet row) throws SQLException {
    return new NodeEntry(
        new Incarnation(row.getObject("incarnation", UUID.class)),
        new Registration(
            row.getString("address"),
            row.getString("name"),
            row.getString("version"),
            millis(row, "ttl_ms")),
        NodeState.of(row.getString("state")),
        row.getBoolean("live"),
        millis(row, "age_ms"),
        millis(row, "silent_ms"),
        row.getInt("leases"),
        row.getInt("sessions"));
  }

  private static Duration millis(ResultSet row, String column) throws SQLException {
    return Duration.ofMillis(row.getLong(column));
  }
}
