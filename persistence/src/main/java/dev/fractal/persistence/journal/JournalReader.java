package dev.fractal.persistence.journal;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Reads journals without an actor system. It blocks, is safe for use by several threads, and never
 * writes.
 */
public final class JournalReader {
  /** Entity type name of sessions: the first half of their persistence ids. */
  public static final String ENTITY_TYPE = "Session";

  static final String SEPARATOR = "|";

  /** What persistence ids of sessions begin with; the rest is the session's id. */
  public static final String PREFIX = ENTITY_TYPE + SEPARATOR;

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

  private static final String ROW_OF =
      """
      (SELECT "sequence_number", "event_ser_id", "event_ser_manifest", "event_payload"
      FROM "event_journal"
      WHERE "persistence_id" = ? AND "deleted" = FALSE AND "sequence_number" BETWEEN ? AND ?
      ORDER BY "persistence_id" DESC, "sequence_number" DESC LIMIT 1)
      """;
  private static final int ROWS_AT_ONCE = 32;

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
      return entries(query, entry -> entry.sequence() >= from && entry.sequence() <= to);
    }
  }

  private List<JournalEntry> entries(PreparedStatement query, Predicate<JournalEntry> wanted)
      throws SQLException {
    var entries = new ArrayList<JournalEntry>();
    try (var row = query.executeQuery()) {
      while (row.next()) {
        entries(row).stream().filter(wanted).forEach(entries::add);
      }
    }
    return List.copyOf(entries);
  }

  private List<JournalEntry> entries(ResultSet row) throws SQLException {
    return rows.entries(row.getLong(1), row.getInt(2), row.getString(3), row.getBytes(4));
  }

  /** Single events of a session, by number; those that are not there are missing. */
  public List<JournalEntry> at(SessionId session, Collection<Long> numbers) {
    var sorted = new TreeSet<>(numbers);
    var found = new ArrayList<JournalEntry>();
    var piece = new ArrayList<Long>();
    for (long number : sorted) {
      piece.add(number);
      if (piece.size() == ROWS_AT_ONCE || number == sorted.last()) {
        found.addAll(jdbc.run(connection -> at(connection, session, piece)));
        piece.clear();
      }
    }
    return List.copyOf(found);
  }

  private List<JournalEntry> at(Connection connection, SessionId session, List<Long> numbers)
      throws SQLException {
    var sql = String.join(" UNION ALL ", Collections.nCopies(numbers.size(), ROW_OF));
    try (var query = connection.prepareStatement(sql)) {
      for (int i = 0; i < numbers.size(); i++) {
        query.setString(3 * i + 1, persistenceId(session));
        query.setLong(3 * i + 2, numbers.get(i) - EventBatch.MOST + 1);
        query.setLong(3 * i + 3, numbers.get(i));
      }
      var found = new TreeMap<Long, JournalEntry>();
      entries(query, entry -> numbers.contains(entry.sequence()))
          .forEach(entry -> found.put(entry.sequence(), entry));
      return List.copyOf(found.values());
    }
  }

  /**
   * Events of some types, in order; rows that hold none of them are not fetched.
   *
   * @param from first sequence number, from 1
   * @param to last sequence number, inclusive
   */
  public List<JournalEntry> only(
      SessionId session, long from, long to, Set<Class<? extends SessionEvent>> types) {
    return some(session, new Range(from, to, Integer.MAX_VALUE, ""), types);
  }

  /**
   * The newest events of some types before a number, newest first, of a bounded number of rows;
   * empty when there are none.
   */
  public List<JournalEntry> newest(
      SessionId session, long before, int rows, Set<Class<? extends SessionEvent>> types) {
    var found = some(session, new Range(1, before - 1, rows, " DESC"), types);
    return found.stream().sorted((a, b) -> Long.compare(b.sequence(), a.sequence())).toList();
  }

  private record Range(long from, long to, int rows, String order) {}

  private List<JournalEntry> some(
      SessionId session, Range range, Set<Class<? extends SessionEvent>> types) {
    var names = types.stream().map(EventCodec::name).toList();
    var condition =
        String.join(" OR ", Collections.nCopies(names.size(), "\"event_ser_manifest\" LIKE ?"));
    return jdbc.run(
        connection -> {
          var sql =
              """
      SELECT "sequence_number", "event_ser_id", "event_ser_manifest", "event_payload"
      FROM "event_journal"
      WHERE "persistence_id" = ? AND "deleted" = FALSE AND "sequence_number" BETWEEN ? AND ?
        AND (%s)
      ORDER BY "persistence_id"%s, "sequence_number"%s LIMIT ?
      """
                  .formatted(condition, range.order, range.order);
          try (var query = connection.prepareStatement(sql)) {
            query.setString(1, persistenceId(session));
            query.setLong(2, range.from - EventBatch.MOST + 1);
            query.setLong(3, range.to);
            for (int i = 0; i < names.size(); i++) {
              query.setString(4 + i, "%" + names.get(i) + "/%");
            }
            query.setInt(4 + names.size(), range.rows);
            return entries(
                query,
                entry ->
                    entry.sequence() >= range.from
                        && entry.sequence() <= range.to
                        && types.contains(entry.event().getClass()));
          }
        });
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
