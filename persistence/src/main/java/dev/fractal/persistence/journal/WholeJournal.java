package dev.fractal.persistence.journal;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.protocol.SessionId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the journal of all sessions in its own order. It blocks, is safe for use by several
 * threads, and never writes.
 */
public final class WholeJournal {
  private static final String SPAN =
      """
      SELECT "ordering", "persistence_id", "sequence_number", "write_timestamp",
        "event_ser_id", "event_ser_manifest", "event_payload"
      FROM "event_journal"
      WHERE "tree" %s AND "ordering" BETWEEN ? AND ? AND "deleted" = FALSE
      ORDER BY %s"ordering" LIMIT ?
      """;
  private static final String PLACES =
      """
      SELECT "ordering" FROM "event_journal" WHERE "ordering" >= ?
      ORDER BY "ordering" LIMIT ?
      """;
  private static final String WRITTEN =
      """
      SELECT "write_timestamp" FROM "event_journal" WHERE "ordering" >= ?
      ORDER BY "ordering" LIMIT 1
      """;
  private static final String PLACE =
      """
      SELECT "ordering", "sequence_number", "event_ser_manifest" FROM "event_journal"
      WHERE "persistence_id" = ? AND "sequence_number" BETWEEN ? AND ?
      ORDER BY "persistence_id" DESC, "sequence_number" DESC LIMIT 1
      """;
  private static final String NEWEST = "SELECT MAX(\"ordering\") FROM \"event_journal\"";

  /** What the ids of children have behind their root's. */
  private static final int CHILD = 21;

  private final Jdbc jdbc;
  private final RowForm rows;

  public WholeJournal(Jdbc jdbc, EventCodec codec) {
    this.jdbc = jdbc;
    this.rows = new RowForm(codec);
  }

  /**
   * Rows that may belong to a tree, in the order in which they were begun to be written. A row in
   * between may still come: its writer may not have committed yet.
   *
   * @param root rows of this session, and of those that have its id and a child's ending
   * @param from first place, from 1
   * @param to last place, inclusive
   * @param limit at most so many rows
   */
  public List<JournalRow> span(SessionId root, long from, long to, int limit) {
    var trees = List.copyOf(trees(root));
    boolean one = trees.size() == 1;
    var sql =
        one
            ? SPAN.formatted("= ?", "\"tree\", ")
            : SPAN.formatted(
                "IN (" + String.join(", ", Collections.nCopies(trees.size(), "?")) + ")", "");
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(sql)) {
            for (int i = 0; i < trees.size(); i++) {
              query.setString(i + 1, trees.get(i));
            }
            query.setLong(trees.size() + 1, from);
            query.setLong(trees.size() + 2, to);
            query.setInt(trees.size() + 3, limit);
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

  /**
   * The values of the column {@code tree} that rows of a root's tree have: its own id may look like
   * a child's, and an older version cut it for its children.
   */
  private static Set<String> trees(SessionId root) {
    var id = root.value();
    var trees = new TreeSet<String>();
    trees.add(JournalReader.PREFIX + id);
    trees.add(
        JournalReader.PREFIX + id.substring(0, Math.min(id.length(), SessionId.LONGEST_ROOT)));
    int mark = id.length() - CHILD;
    if (mark >= 0 && id.charAt(mark) == '~') {
      trees.add(JournalReader.PREFIX + id.substring(0, mark));
    }
    return trees;
  }

  private JournalRow row(ResultSet row) throws SQLException {
    var session = new SessionId(row.getString(2).substring(JournalReader.PREFIX.length()));
    var events =
        rows.entries(row.getLong(3), row.getInt(5), row.getString(6), row.getBytes(7)).stream()
            .map(entry -> new JournalRow.Event(session, entry))
            .toList();
    return new JournalRow(row.getLong(1), Instant.ofEpochMilli(row.getLong(4)), events);
  }

  /**
   * Places that are taken, of whatever session; the index alone is read.
   *
   * @param from first place, from 1
   * @param limit at most so many
   */
  public List<Long> places(long from, int limit) {
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(PLACES)) {
            query.setLong(1, from);
            query.setInt(2, limit);
            return numbers(query);
          }
        });
  }

  /** When the first row from a place on was written; empty when there is none. */
  public Optional<Instant> written(long from) {
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(WRITTEN)) {
            query.setLong(1, from);
            return numbers(query).stream().findFirst().map(Instant::ofEpochMilli);
          }
        });
  }

  /**
   * The place of the row that has a session's event in the whole journal, or 0 when there is none.
   *
   * @param event its sequence number
   */
  public long place(SessionId session, long event) {
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(PLACE)) {
            query.setString(1, JournalReader.persistenceId(session));
            query.setLong(2, event - EventBatch.MOST + 1);
            query.setLong(3, event);
            try (var row = query.executeQuery()) {
              return row.next() && event < row.getLong(2) + BatchForm.count(row.getString(3))
                  ? row.getLong(1)
                  : 0;
            }
          }
        });
  }

  /** The newest place of the whole journal, or 0 when it is empty. */
  public long newest() {
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(NEWEST)) {
            return numbers(query).getFirst();
          }
        });
  }

  private static List<Long> numbers(PreparedStatement query) throws SQLException {
    var numbers = new ArrayList<Long>();
    try (var row = query.executeQuery()) {
      while (row.next()) {
        numbers.add(row.getLong(1));
      }
    }
    return List.copyOf(numbers);
  }
}
