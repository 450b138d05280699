package dev.fractal.persistence.catalog;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.protocol.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The catalog as the table {@code catalog}; times are kept to the microsecond. */
public final class JdbcCatalog implements Catalog {
  private static final String UPDATE =
      """
      UPDATE "catalog" SET "sequence" = ?, "status" = ?, "parent" = ?, "root" = ?, "turns" = ?,
        "usd" = ?, "head" = ?, "started_us" = ?, "changed_us" = ?, "due_us" = ?, "asked_us" = ?,
        "asks" = ?
      WHERE "session" = ? AND "sequence" <= ?
      """;
  private static final String INSERT =
      """
      INSERT INTO "catalog" ("sequence", "status", "parent", "root", "turns", "usd", "head",
        "started_us", "changed_us", "due_us", "asked_us", "asks", "session")
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final int AT_ONCE = 500;
  private static final String KNOWN = "SELECT 1 FROM \"catalog\" WHERE \"session\" = ?";
  private static final String SELECT =
      """
      SELECT "session", "sequence", "status", "parent", "root", "turns", "usd", "head",
        "started_us", "changed_us", "due_us", "asks"
      FROM "catalog"
      """;

  private static final String DUE =
      "SELECT \"session\", \"due_us\" FROM \"catalog\" WHERE \"due_us\" <= ?"
          + " ORDER BY \"due_us\", \"session\" LIMIT ?";

  private static final String ASKING =
      """
      SELECT count(*) AS "sessions", min("asked_us") AS "since" FROM "catalog"
      WHERE "asked_us" IS NOT NULL
      """;

  private final Jdbc jdbc;

  public JdbcCatalog(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * In one transaction; in the order of their ids, so that two nodes do not lock each other out.
   */
  @Override
  public void upsert(List<CatalogRow> rows) {
    try {
      jdbc.transaction(connection -> write(connection, sorted(rows)));
    } catch (StoreException e) {
      if (!Jdbc.isDuplicateKey(e)) {
        throw e;
      }
      // Another node wrote one of the new rows just now.
      rows.forEach(this::upsertAlone);
    }
  }

  private static List<CatalogRow> sorted(List<CatalogRow> rows) {
    return rows.stream().sorted(Comparator.comparing(row -> row.session().value())).toList();
  }

  private static boolean write(Connection connection, List<CatalogRow> rows) throws SQLException {
    try (var update = connection.prepareStatement(UPDATE);
        var known = connection.prepareStatement(KNOWN);
        var insert = connection.prepareStatement(INSERT)) {
      for (var row : rows) {
        if (update(update, row)) {
          continue;
        }
        if (isKnown(known, row)) {
          // It is newer, or another thread wrote it just now.
          update(update, row);
        } else {
          CatalogRows.bind(insert, row);
          insert.executeUpdate();
        }
      }
    }
    return true;
  }

  private void upsertAlone(CatalogRow row) {
    try {
      jdbc.transaction(connection -> write(connection, List.of(row)));
    } catch (StoreException e) {
      if (!Jdbc.isDuplicateKey(e)) {
        throw e;
      }
      jdbc.run(connection -> updateAlone(connection, row));
    }
  }

  private static boolean updateAlone(Connection connection, CatalogRow row) throws SQLException {
    try (var update = connection.prepareStatement(UPDATE)) {
      return update(update, row);
    }
  }

  private static boolean update(PreparedStatement update, CatalogRow row) throws SQLException {
    CatalogRows.bind(update, row);
    update.setLong(14, row.sequence());
    return update.executeUpdate() == 1;
  }

  private static boolean isKnown(PreparedStatement known, CatalogRow row) throws SQLException {
    known.setString(1, row.session().value());
    try (var found = known.executeQuery()) {
      return found.next();
    }
  }

  @Override
  public Optional<CatalogRow> find(SessionId session) {
    return select("WHERE \"session\" = ?", query -> query.setString(1, session.value())).stream()
        .findFirst();
  }

  @Override
  public List<CatalogRow> list(int limit) {
    return select(
        "ORDER BY \"changed_us\" DESC, \"session\" LIMIT ?", query -> query.setInt(1, limit));
  }

  @Override
  public List<CatalogRow> list(CatalogRow after, int limit) {
    return select(
        "WHERE \"changed_us\" <= ? AND (\"changed_us\" < ? OR \"session\" > ?)"
            + " ORDER BY \"changed_us\" DESC, \"session\" LIMIT ?",
        query -> {
          query.setLong(1, CatalogRows.micros(after.changed()));
          query.setLong(2, CatalogRows.micros(after.changed()));
          query.setString(3, after.session().value());
          query.setInt(4, limit);
        });
  }

  @Override
  public List<CatalogRow> children(Collection<SessionId> parents) {
    var ids = parents.stream().distinct().sorted().toList();
    var rows = new ArrayList<CatalogRow>();
    for (int from = 0; from < ids.size(); from += AT_ONCE) {
      var some = ids.subList(from, Math.min(ids.size(), from + AT_ONCE));
      var marks = String.join(", ", Collections.nCopies(some.size(), "?"));
      rows.addAll(
          select(
              "WHERE \"parent\" IN (" + marks + ")",
              query -> {
                for (int i = 0; i < some.size(); i++) {
                  query.setString(i + 1, some.get(i).value());
                }
              }));
    }
    rows.sort(Comparator.comparing(CatalogRow::started).thenComparing(CatalogRow::session));
    return List.copyOf(rows);
  }

  @Override
  public List<CatalogRow> tree(SessionId root) {
    return select(
        "WHERE \"root\" = ? ORDER BY \"started_us\", \"session\"",
        query -> query.setString(1, root.value()));
  }

  @Override
  public List<Due> due(Instant by, int limit) {
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(DUE)) {
            query.setLong(1, CatalogRows.micros(by));
            query.setInt(2, limit);
            var sessions = new ArrayList<Due>();
            try (var result = query.executeQuery()) {
              while (result.next()) {
                var id = new SessionId(result.getString(1));
                sessions.add(new Due(id, CatalogRows.instant(result.getLong(2))));
              }
            }
            return List.copyOf(sessions);
          }
        });
  }

  @Override
  public List<CatalogRow> asked(Optional<SessionId> root, int limit) {
    return select(
        "WHERE \"asked_us\" IS NOT NULL"
            + (root.isPresent() ? " AND \"root\" = ?" : "")
            + " ORDER BY \"asked_us\", \"session\" LIMIT ?",
        query -> {
          int next = 1;
          if (root.isPresent()) {
            query.setString(next++, root.get().value());
          }
          query.setInt(next, limit);
        });
  }

  @Override
  public Asking asking() {
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(ASKING);
              var row = query.executeQuery()) {
            row.next();
            return new Asking(row.getLong("sessions"), CatalogRows.time(row, "since"));
          }
        });
  }

  @FunctionalInterface
  private interface Arguments {
    void bind(PreparedStatement query) throws SQLException;
  }

  private List<CatalogRow> select(String condition, Arguments arguments) {
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(SELECT + condition)) {
            arguments.bind(query);
            return CatalogRows.rows(query);
          }
        });
  }
}
