package dev.fractal.session;

import dev.fractal.persistence.store.Store;
import java.sql.Connection;
import java.sql.SQLException;

/** Counts the rows of journals that an embedded database hands out, to whoever asks it. */
record JournalRows(Store store) {
  private static final String SUM =
      """
      SELECT SUM("CUMULATIVE_ROW_COUNT") FROM "INFORMATION_SCHEMA"."QUERY_STATISTICS"
      WHERE "SQL_STATEMENT" LIKE '%event_journal%'
      """;

  /** The rows that were handed out while something was read. */
  long by(Runnable read) {
    set("TRUE");
    read.run();
    long rows = store.jdbc().run(JournalRows::sum);
    set("FALSE");
    return rows;
  }

  private static long sum(Connection connection) throws SQLException {
    try (var query = connection.prepareStatement(SUM);
        var row = query.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  private void set(String word) {
    var _ =
        store
            .jdbc()
            .run(
                connection -> {
                  try (var statement = connection.createStatement()) {
                    return statement.execute("SET QUERY_STATISTICS " + word);
                  }
                });
  }
}
