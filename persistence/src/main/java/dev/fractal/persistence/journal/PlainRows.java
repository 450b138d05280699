package dev.fractal.persistence.journal;

import dev.fractal.persistence.database.DatabaseFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.PekkoSerialization$;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalTables.JournalPekkoSerializationRow;
import org.apache.pekko.serialization.Serialization;
import scala.Option;
import scala.Tuple2;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;
import slick.dbio.DBIOAction;
import slick.dbio.NoStream;
import slick.jdbc.JdbcBackend;
import slick.jdbc.SimpleJdbcAction;

/**
 * Reads rows of the journal by plain JDBC on the plugin's connections and threads: a recovery makes
 * no stream and no statement of its own.
 */
final class PlainRows {
  private static final String NEWEST =
      """
      SELECT "sequence_number", "event_ser_id", "event_ser_manifest" FROM "event_journal"
      WHERE "persistence_id" = ? ORDER BY "sequence_number" DESC LIMIT 1
      """;
  private static final String PAGE =
      """
      SELECT "ordering", "deleted", "persistence_id", "sequence_number", "writer",
        "write_timestamp", "adapter_manifest", "event_payload", "event_ser_id",
        "event_ser_manifest", "meta_payload", "meta_ser_id", "meta_ser_manifest"
      FROM "event_journal"
      WHERE "persistence_id" = ? AND "deleted" = FALSE
        AND "sequence_number" >= ? AND "sequence_number" <= ?
      ORDER BY "sequence_number" LIMIT ?
      """;

  private final JdbcBackend.JdbcDatabaseDef database;
  private final Serialization serialization;
  private final Executor threads;

  /**
   * Rows of a database.
   *
   * @param threads that make events of what was read, when its connection is free again
   */
  PlainRows(JdbcBackend.JdbcDatabaseDef database, Serialization serialization, Executor threads) {
    this.database = database;
    this.threads = threads;
    this.serialization = serialization;
  }

  private interface Query<T> {
    T on(Connection connection) throws SQLException;
  }

  /** The number of the last event of the newest row, 0 when there is none. */
  CompletionStage<Long> newest(String persistenceId) {
    return run(
        connection -> {
          try (var query = connection.prepareStatement(NEWEST)) {
            query.setString(1, persistenceId);
            try (var row = query.executeQuery()) {
              return row.next() ? row.getLong(1) + events(row) - 1 : 0L;
            }
          }
        });
  }

  private static int events(ResultSet row) throws SQLException {
    return row.getInt(2) == SessionEventSerializer.IDENTIFIER
        ? BatchForm.count(row.getString(3))
        : 1;
  }

  /** The rows that begin from one number to another, at most so many; fails when one is broken. */
  CompletionStage<List<Tuple2<PersistentRepr, Object>>> page(
      String persistenceId, long from, long to, int size) {
    CompletionStage<List<JournalPekkoSerializationRow>> stored =
        run(connection -> stored(connection, persistenceId, from, to, size));
    return stored.thenApplyAsync(page -> page.stream().map(this::read).toList(), threads);
  }

  private static List<JournalPekkoSerializationRow> stored(
      Connection connection, String persistenceId, long from, long to, int size)
      throws SQLException {
    try (var query = connection.prepareStatement(PAGE)) {
      query.setString(1, persistenceId);
      query.setLong(2, from);
      query.setLong(3, to);
      query.setInt(4, size);
      var page = new ArrayList<JournalPekkoSerializationRow>();
      try (var row = query.executeQuery()) {
        while (row.next()) {
          page.add(stored(row));
        }
      }
      return page;
    }
  }

  private static JournalPekkoSerializationRow stored(ResultSet row) throws SQLException {
    return new JournalPekkoSerializationRow(
        row.getLong(1),
        row.getBoolean(2),
        row.getString(3),
        row.getLong(4),
        row.getString(5),
        row.getLong(6),
        row.getString(7),
        row.getBytes(8),
        row.getInt(9),
        row.getString(10),
        Option.apply(row.getBytes(11)),
        Option.apply(row.getObject(12)),
        Option.apply(row.getString(13)));
  }

  private Tuple2<PersistentRepr, Object> read(JournalPekkoSerializationRow stored) {
    return PekkoSerialization$.MODULE$.fromRow(serialization, stored).get();
  }

  private <T> CompletionStage<T> run(Query<T> query) {
    var action = new SimpleJdbcAction<T>(context -> on(context.connection(), query));
    return FutureConverters.asJava(run(database, action));
  }

  /** Scala's types of effects are not for Java. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  private static <T> Future<T> run(
      JdbcBackend.JdbcDatabaseDef database, DBIOAction<T, NoStream, ?> action) {
    return database.run((DBIOAction) action);
  }

  private static <T> T on(Connection connection, Query<T> query) {
    try {
      return query.on(connection);
    } catch (SQLException e) {
      throw DatabaseFailure.exception("the journal's database", e);
    }
  }
}
