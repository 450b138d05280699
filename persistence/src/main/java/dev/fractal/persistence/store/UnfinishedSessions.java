package dev.fractal.persistence.store;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sessions that may have work left: those whose catalog row says so, and those whose row a crash
 * kept from being written, as far as they are among the newest events. Some of them may turn out to
 * have none.
 */
public final class UnfinishedSessions {
  private static final int NEWEST_EVENTS = 10_000;
  private static final String PREFIX = JournalReader.ENTITY_TYPE + "|";
  private static final String STATUSES =
      SessionStatus.unfinished().stream()
          .map(status -> "'" + status.wire() + "'")
          .collect(Collectors.joining(", "));
  private static final String FIND =
      """
      SELECT "session", CASE WHEN "parent" IS NULL THEN 0 ELSE 1 END AS "below"
      FROM "catalog" WHERE "status" IN (%s)
      UNION
      SELECT SUBSTRING("newest"."persistence_id" FROM %d),
        CASE WHEN "catalog"."parent" IS NULL THEN 0 ELSE 1 END
      FROM (
        SELECT "persistence_id", MAX("sequence_number") AS "highest" FROM (
          SELECT "persistence_id", "sequence_number" FROM "event_journal"
          ORDER BY "ordering" DESC LIMIT %d) AS "tail"
        GROUP BY "persistence_id") AS "newest"
      LEFT JOIN "catalog" ON "catalog"."session" = SUBSTRING("newest"."persistence_id" FROM %d)
      WHERE "newest"."persistence_id" LIKE '%s%%'
        AND ("catalog"."session" IS NULL OR "catalog"."sequence" < "newest"."highest")
      ORDER BY 2, 1
      """
          .formatted(STATUSES, PREFIX.length() + 1, NEWEST_EVENTS, PREFIX.length() + 1, PREFIX);

  private final Jdbc jdbc;

  UnfinishedSessions(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /** Finds them, roots first. Blocks. */
  public List<SessionId> find() {
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(FIND)) {
            var found = new ArrayList<SessionId>();
            try (var row = query.executeQuery()) {
              while (row.next()) {
                found.add(new SessionId(row.getString(1)));
              }
            }
            return List.copyOf(found);
          }
        });
  }
}
