package dev.fractal.persistence.journal;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads journals without an actor system. It blocks, is safe for use by several threads, and never
 * writes.
 */
public final class JournalReader {
  /** Entity type name of sessions: the first half of their persistence ids. */
  public static final String ENTITY_TYPE = "Session";

  static final String SEPARATOR = "|";
  private static final String ROWS =
      """
      SELECT "sequence_number", "event_ser_id", "event_ser_manifest", "event_payload"
      FROM "event_journal"
      WHERE "persistence_id" = ? AND "deleted" = FALSE AND "sequence_number" BETWEEN ? AND ?
      ORDER BY "sequence_number"
      """;
  private static final String NUMBERS =
      """
      SELECT "sequence_number", "event_ser_manifest" FROM "event_journal"
      WHERE "persistence_id" = ? AND "deleted" = FALSE
      ORDER BY "sequence_number"
      """;

  /** Both columns of the key, or H2 sorts all rows of the session. */
  private static final String NEWEST_ROW =
      """
      SELECT "sequence_number", "event_ser_manifest" FROM "event_journal"
      WHERE "persistence_id" = ?
      ORDER BY "persistence_id" DESC, "sequence_number" DESC LIMIT 1
      """;

  private static final String SESSIONS =
      "SELECT DISTINCT \"persistence_id\" FROM \"event_journal\" WHERE \"persistence_id\" LIKE ?"
          + " ORDER BY 1";

  private final Jdbc jdbc;
  private final RowForm rows;

  public JournalReader(Jdbc jdbc, EventCodec codec) {
    this.jdbc = jdbc;
    this.rows = new RowForm(codec);
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
    try (var query = connection.prepareStatement(ROWS)) {
      query.setString(1, persistenceId(session));
      // The first event may be in a row that begins before it.
      query.setLong(2, from - EventBatch.MOST + 1);
      query.setLong(3, to);
      var entries = new ArrayList<JournalEntry>();
      try (var row = query.executeQuery()) {
        while (row.next()) {
          var bytes = row.getBytes(4);
          for (var entry : rows.entries(row.getLong(1), row.getInt(2), row.getString(3), bytes)) {
            if (entry.sequence() >= from && entry.sequence() <= to) {
              entries.add(entry);
            }
          }
        }
      }
      return List.copyOf(entries);
    }
  }

  /** The highest sequence number, or 0 for a session without events. */
  public long highest(SessionId session) {
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(NEWEST_ROW)) {
            query.setString(1, persistenceId(session));
            try (var row = query.executeQuery()) {
              return row.next() ? row.getLong(1) + BatchForm.count(row.getString(2)) - 1 : 0;
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
          expected = number + BatchForm.count(row.getString(2));
        }
      }
      return List.copyOf(gaps);
    }
  }
}
