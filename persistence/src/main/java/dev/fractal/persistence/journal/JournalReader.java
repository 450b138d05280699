package dev.fractal.persistence.journal;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads journals without an actor system. It blocks, is safe for use by several threads, and never
 * writes.
 */
public final class JournalReader {
  /** Entity type name of sessions: the first half of their persistence ids. */
  public static final String ENTITY_TYPE = "Session";

  private static final String SEPARATOR = "|";
  private static final String ROWS =
      """
      SELECT "sequence_number", "event_ser_id", "event_ser_manifest", "event_payload"
      FROM "event_journal"
      WHERE "persistence_id" = ? AND "deleted" = FALSE AND "sequence_number" BETWEEN ? AND ?
      ORDER BY "sequence_number"
      """;
  private static final String NUMBERS =
      """
      SELECT "sequence_number" FROM "event_journal"
      WHERE "persistence_id" = ? AND "deleted" = FALSE
      ORDER BY "sequence_number"
      """;
  private static final String HIGHEST =
      "SELECT MAX(\"sequence_number\") FROM \"event_journal\" WHERE \"persistence_id\" = ?";
  private static final String SESSIONS =
      "SELECT DISTINCT \"persistence_id\" FROM \"event_journal\" WHERE \"persistence_id\" LIKE ?"
          + " ORDER BY 1";

  private static final String SPAN =
      """
      SELECT "ordering", "persistence_id", "sequence_number", "write_timestamp",
        "event_ser_id", "event_ser_manifest",
        CASE WHEN "persistence_id" = ? OR SUBSTRING("persistence_id" FROM 1 FOR ?) = ?
          THEN "event_payload" END
      FROM "event_journal"
      WHERE "ordering" BETWEEN ? AND ? AND "deleted" = FALSE
      ORDER BY "ordering" LIMIT ?
      """;
  private static final String FIRST =
      "SELECT MIN(\"ordering\") FROM \"event_journal\" WHERE \"persistence_id\" = ?";
  private static final String NEWEST = "SELECT MAX(\"ordering\") FROM \"event_journal\"";

  private final Jdbc jdbc;
  private final EventCodec codec;

  public JournalReader(Jdbc jdbc, EventCodec codec) {
    this.jdbc = jdbc;
    this.codec = codec;
  }

  /** The persistence id of a session, as {@code PersistenceId.of("Session", id)} makes it. */
  public static String persistenceId(SessionId session) {
    return ENTITY_TYPE + SEPARATOR + session;
  }

  /**
   * Entries in order; gaps show as missing numbers and unreadable ones as {@link
   * SessionEvent.Unreadable}.
   *
   * @param from first sequence number, from 1
   * @param to last sequence number, inclusive
   */
  public List<JournalEntry> read(SessionId session, long from, long to) {
    return jdbc.run(connection -> read(connection, session, from, to));
  }

  private List<JournalEntry> read(Connection connection, SessionId session, long from, long to)
      throws SQLException {
    try (var rows = connection.prepareStatement(ROWS)) {
      rows.setString(1, persistenceId(session));
      rows.setLong(2, from);
      rows.setLong(3, to);
      var entries = new ArrayList<JournalEntry>();
      try (var row = rows.executeQuery()) {
        while (row.next()) {
          entries.add(new JournalEntry(row.getLong(1), event(row)));
        }
      }
      return List.copyOf(entries);
    }
  }

  private SessionEvent event(ResultSet row) throws SQLException {
    var bytes = row.getBytes(4);
    return event(row.getInt(2), row.getString(3), bytes);
  }

  private SessionEvent event(int serializer, String manifest, byte[] bytes) {
    return serializer == SessionEventSerializer.IDENTIFIER
        ? codec.decode(manifest, bytes)
        : new SessionEvent.Unreadable(
            manifest,
            "event was stored by serializer " + serializer + ", not by this project",
            Instant.EPOCH);
  }

  /** The highest sequence number, or 0 for a session without events. */
  public long highest(SessionId session) {
    return number(HIGHEST, Optional.of(session));
  }

  /**
   * Rows of the whole journal in the order in which they were begun to be written. A number that is
   * missing may still come: its writer may not have committed yet.
   *
   * @param root the events of this session, and of those whose ids begin with its id and a {@code
   *     ~}, are read; of other rows only where and when they were written
   * @param from first place, from 1
   * @param to last place, inclusive
   * @param limit at most so many rows
   */
  public List<JournalRow> span(SessionId root, long from, long to, int limit) {
    var prefix = persistenceId(root) + "~";
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(SPAN)) {
            query.setString(1, persistenceId(root));
            query.setInt(2, prefix.length());
            query.setString(3, prefix);
            query.setLong(4, from);
            query.setLong(5, to);
            query.setInt(6, limit);
            var rows = new ArrayList<JournalRow>();
            try (var row = query.executeQuery()) {
              while (row.next()) {
                rows.add(row(row));
              }
            }
            return List.copyOf(rows);
          }
        });
  }

  private JournalRow row(ResultSet row) throws SQLException {
    long place = row.getLong(1);
    var written = Instant.ofEpochMilli(row.getLong(4));
    var bytes = row.getBytes(7);
    if (bytes == null) {
      return new JournalRow(place, written, Optional.empty());
    }
    var session =
        new SessionId(row.getString(2).substring(ENTITY_TYPE.length() + SEPARATOR.length()));
    var entry = new JournalEntry(row.getLong(3), event(row.getInt(5), row.getString(6), bytes));
    return new JournalRow(place, written, Optional.of(new JournalRow.Event(session, entry)));
  }

  /** The place of a session's first event in the whole journal, or 0 when it has none. */
  public long first(SessionId session) {
    return number(FIRST, Optional.of(session));
  }

  /** The newest place of the whole journal, or 0 when it is empty. */
  public long newest() {
    return number(NEWEST, Optional.empty());
  }

  private long number(String sql, Optional<SessionId> session) {
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(sql)) {
            if (session.isPresent()) {
              query.setString(1, persistenceId(session.get()));
            }
            try (var row = query.executeQuery()) {
              return row.next() ? row.getLong(1) : 0;
            }
          }
        });
  }

  /** Sessions that have events, by id. */
  public List<SessionId> sessions() {
    var prefix = ENTITY_TYPE + SEPARATOR;
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(SESSIONS)) {
            query.setString(1, prefix + "%");
            var ids = new ArrayList<SessionId>();
            try (var row = query.executeQuery()) {
              while (row.next()) {
                ids.add(new SessionId(row.getString(1).substring(prefix.length())));
              }
            }
            return List.copyOf(ids);
          }
        });
  }

  /** Missing numbers below the highest one; a sound journal has none. */
  public List<JournalGap> gaps(SessionId session) {
    return jdbc.run(connection -> gaps(connection, session));
  }

  private static List<JournalGap> gaps(Connection connection, SessionId session)
      throws SQLException {
    try (var query = connection.prepareStatement(NUMBERS)) {
      query.setString(1, persistenceId(session));
      var gaps = new ArrayList<JournalGap>();
      long expected = 1;
      try (var row = query.executeQuery()) {
        while (row.next()) {
          long number = row.getLong(1);
          if (number > expected) {
            gaps.add(new JournalGap(session, expected, number - 1));
          }
          expected = number + 1;
        }
      }
      return List.copyOf(gaps);
    }
  }
}
