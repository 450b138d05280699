package dev.fractal.persistence.journal;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.protocol.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the journal of all sessions in its own order. It blocks, is safe for use by several
 * threads, and never writes.
 */
public final class WholeJournal {
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
  private final RowForm rows;

  public WholeJournal(Jdbc jdbc, EventCodec codec) {
    this.jdbc = jdbc;
    this.rows = new RowForm(codec);
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
    var prefix = JournalReader.persistenceId(root) + "~";
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(SPAN)) {
            query.setString(1, JournalReader.persistenceId(root));
            query.setInt(2, prefix.length());
            query.setString(3, prefix);
            query.setLong(4, from);
            query.setLong(5, to);
            query.setInt(6, limit);
            var found = new ArrayList<JournalRow>();
            try (var row = query.executeQuery()) {
              while (row.next()) {
                found.add(row(row));
              }
            }
            return List.copyOf(found);
          }
        });
  }

  private JournalRow row(ResultSet row) throws SQLException {
    long place = row.getLong(1);
    var written = Instant.ofEpochMilli(row.getLong(4));
    var bytes = row.getBytes(7);
    if (bytes == null) {
      return new JournalRow(place, written, List.of());
    }
    var session =
        new SessionId(
            row.getString(2)
                .substring(JournalReader.ENTITY_TYPE.length() + JournalReader.SEPARATOR.length()));
    var events =
        rows.entries(row.getLong(3), row.getInt(5), row.getString(6), bytes).stream()
            .map(entry -> new JournalRow.Event(session, entry))
            .toList();
    return new JournalRow(place, written, events);
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
              query.setString(1, JournalReader.persistenceId(session.get()));
            }
            try (var row = query.executeQuery()) {
              return row.next() ? row.getLong(1) : 0;
            }
          }
        });
  }
}
