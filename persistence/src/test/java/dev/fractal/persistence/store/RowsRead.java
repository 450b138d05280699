package dev.fractal.persistence.store;

/**
 * Counts the rows that an embedded database hands out, to whoever asks it meanwhile.
 *
 * @param like a condition of SQL on {@code "SQL_STATEMENT"}: the statements that count
 */
public record RowsRead(Store store, String like) {

  /** Those of all queries. */
  public static RowsRead ofAll(Store store) {
    return new RowsRead(store, "\"SQL_STATEMENT\" ILIKE 'SELECT%'");
  }

  /** Those of journals. */
  public static RowsRead ofJournals(Store store) {
    return new RowsRead(store, "\"SQL_STATEMENT\" LIKE '%event_journal%'");
  }

  /** The rows that were handed out while something was done. */
  public long by(Runnable work) {
    TestStores.execute(store, "SET QUERY_STATISTICS TRUE");
    work.run();
    long rows = sum();
    TestStores.execute(store, "SET QUERY_STATISTICS FALSE");
    return rows;
  }

  private long sum() {
    return store
        .jdbc()
        .run(
            connection -> {
              try (var query =
                      connection.prepareStatement(
                          "SELECT SUM(\"CUMULATIVE_ROW_COUNT\") FROM"
                              + " \"INFORMATION_SCHEMA\".\"QUERY_STATISTICS\" WHERE "
                              + like);
                  var row = query.executeQuery()) {
                row.next();
                return row.getLong(1);
              }
            });
  }
}
