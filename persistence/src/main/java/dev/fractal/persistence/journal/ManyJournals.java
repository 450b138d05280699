package dev.fractal.persistence.journal;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.protocol.SessionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the journals of many sessions with one question for all of them. It blocks, is safe for use
 * by several threads, and never writes.
 */
public final class ManyJournals {
  private static final String KNOWN = "(CAST(? AS VARCHAR(255)), CAST(? AS BIGINT))";

  private final Jdbc jdbc;
  private final RowForm rows;

  public ManyJournals(Jdbc jdbc, EventCodec codec) {
    this.jdbc = jdbc;
    this.rows = new RowForm(codec);
  }

  /** Where journals begin in the whole journal; those without events are missing. */
  public Map<SessionId, Long> begun(Collection<SessionId> sessions) {
    if (sessions.isEmpty()) {
      return Map.of();
    }
    var sql =
        """
        SELECT "persistence_id", "ordering" FROM "event_journal"
        WHERE "sequence_number" = 1 AND "persistence_id" IN (%s)
        """
            .formatted(String.join(", ", Collections.nCopies(sessions.size(), "?")));
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(sql)) {
            int at = 0;
            for (var session : sessions) {
              query.setString(++at, JournalReader.persistenceId(session));
            }
            var begun = new HashMap<SessionId, Long>();
            try (var row = query.executeQuery()) {
              while (row.next()) {
                begun.put(session(row), row.getLong(2));
              }
            }
            return begun;
          }
        });
  }

  /**
   * Entries behind a number of each journal, in order; journals without such are missing.
   *
   * @param last numbers of events; 0 for whole journals
   * @param rowEnds whether each is the last event of its row, so that no row before is looked at
   */
  public Map<SessionId, List<JournalEntry>> behind(Map<SessionId, Long> last, boolean rowEnds) {
    if (last.isEmpty()) {
      return Map.of();
    }
    var sql =
        """
        SELECT "event"."persistence_id", "event"."sequence_number", "event"."event_ser_id",
          "event"."event_ser_manifest", "event"."event_payload"
        FROM (VALUES %s) AS "known" ("id", "row") JOIN "event_journal" AS "event"
          ON "event"."persistence_id" = "known"."id" AND "event"."sequence_number" >= "known"."row"
        WHERE "event"."deleted" = FALSE
        ORDER BY "event"."persistence_id", "event"."sequence_number"
        """
            .formatted(String.join(", ", Collections.nCopies(last.size(), KNOWN)));
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(sql)) {
            int at = 0;
            for (var known : last.entrySet()) {
              query.setString(++at, JournalReader.persistenceId(known.getKey()));
              query.setLong(++at, known.getValue() + 1 - (rowEnds ? 0 : EventBatch.MOST - 1));
            }
            try (var row = query.executeQuery()) {
              return entries(row, last);
            }
          }
        });
  }

  /** Rows whose events are all known are not decoded. */
  private Map<SessionId, List<JournalEntry>> entries(ResultSet row, Map<SessionId, Long> last)
      throws SQLException {
    var journals = new HashMap<SessionId, List<JournalEntry>>();
    while (row.next()) {
      var session = session(row);
      long known = last.getOrDefault(session, 0L);
      long first = row.getLong(2);
      var manifest = row.getString(4);
      if (first + BatchForm.count(manifest) - 1 > known) {
        rows.entries(first, row.getInt(3), manifest, row.getBytes(5)).stream()
            .filter(entry -> entry.sequence() > known)
            .forEach(journals.computeIfAbsent(session, _ -> new ArrayList<>())::add);
      }
    }
    return journals;
  }

  private static SessionId session(ResultSet row) throws SQLException {
    return new SessionId(row.getString(1).substring(JournalReader.PREFIX.length()));
  }
}
