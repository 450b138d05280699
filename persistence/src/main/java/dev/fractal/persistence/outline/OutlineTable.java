package dev.fractal.persistence.outline;

import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.protocol.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code outline}: only rows that belong to the journals that are there count. */
final class OutlineTable {
  private static final String FIND =
      """
      SELECT "outline"."session", "outline"."begun", "outline"."body"
      FROM "outline" JOIN "event_journal" AS "first"
        ON "first"."sequence_number" = 1 AND "first"."ordering" = "outline"."begun"
        AND "first"."persistence_id" =
      """;
  private static final String BEGUN =
      """
      SELECT "ordering" FROM "event_journal"
      WHERE "persistence_id" = ? AND "sequence_number" = 1
      """;
  private static final String INSERT =
      """
      INSERT INTO "outline" ("sequence", "body", "form", "begun", "session")
      VALUES (?, ?, ?, ?, ?)
      """;
  private static final String UPDATE =
      """
      UPDATE "outline" SET "sequence" = ?, "body" = ?
      WHERE "form" = ? AND "begun" = ? AND "session" = ? AND "sequence" = ?
      """;
  private static final String CLEAR = "DELETE FROM \"outline\" WHERE \"session\" = ?";

  private OutlineTable() {}

  /**
   * An outline as it is stored.
   *
   * @param begun the place where its journal begins in the whole journal
   */
  record Stored(long begun, Outline outline) {}

  /** Those that there are, and that this version can read. */
  static Map<SessionId, Stored> find(Connection connection, List<SessionId> sessions)
      throws SQLException {
    var sql =
        FIND
            + "'"
            + JournalReader.PREFIX
            + "' || \"outline\".\"session\" WHERE \"outline\".\"form\" = "
            + OutlineCodec.FORM
            + " AND \"outline\".\"session\" IN ("
            + String.join(", ", Collections.nCopies(sessions.size(), "?"))
            + ")";
    try (var query = connection.prepareStatement(sql)) {
      for (int i = 0; i < sessions.size(); i++) {
        query.setString(i + 1, sessions.get(i).value());
      }
      var found = new HashMap<SessionId, Stored>();
      try (var row = query.executeQuery()) {
        while (row.next()) {
          var session = new SessionId(row.getString(1));
          long begun = row.getLong(2);
          OutlineCodec.outline(row.getBytes(3))
              .ifPresent(outline -> found.put(session, new Stored(begun, outline)));
        }
      }
      return found;
    }
  }

  /** Where a session's journal begins in the whole journal; 0 when there is none. */
  static long begun(Connection connection, SessionId session) throws SQLException {
    try (var query = connection.prepareStatement(BEGUN)) {
      query.setString(1, JournalReader.persistenceId(session));
      try (var row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    }
  }

  /** Puts a newer outline in the place of one, unless somebody else has done so. */
  static boolean replace(Connection connection, Stored old, Outline newer) throws SQLException {
    try (var update = connection.prepareStatement(UPDATE)) {
      bind(update, new Stored(old.begun(), newer));
      update.setLong(6, old.outline().sequence());
      return update.executeUpdate() == 1;
    }
  }

  /** Stores the first outline of a session; fails as a duplicate when somebody else has done so. */
  static void insert(Connection connection, Stored first) throws SQLException {
    try (var insert = connection.prepareStatement(INSERT)) {
      bind(insert, first);
      insert.executeUpdate();
    }
  }

  static int clear(Connection connection, SessionId session) throws SQLException {
    try (var clear = connection.prepareStatement(CLEAR)) {
      clear.setString(1, session.value());
      return clear.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Stored stored) throws SQLException {
    statement.setLong(1, stored.outline().sequence());
    statement.setBytes(2, OutlineCodec.encode(stored.outline()));
    statement.setInt(3, OutlineCodec.FORM);
    statement.setLong(4, stored.begun());
    statement.setString(5, stored.outline().birth().session().value());
  }

  static List<List<SessionId>> pieces(List<SessionId> sessions, int most) {
    var pieces = new ArrayList<List<SessionId>>();
    for (int from = 0; from < sessions.size(); from += most) {
      pieces.add(sessions.subList(from, Math.min(from + most, sessions.size())));
    }
    return pieces;
  }
}
