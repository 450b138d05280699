package dev.fractal.persistence.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Blocking work on the connections of a pool; a failure becomes a {@link StoreException} that names
 * the place. Safe for use by several threads.
 *
 * @param place the store as a user knows it: a directory or an address
 */
public record Jdbc(DataSource pool, String place) {
  private static final String DUPLICATE_KEY = "23505";

  /** Work on one connection. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Work in which every statement commits by itself. */
  public <T> T run(Work<T> work) {
    try (var connection = pool.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw DatabaseFailure.exception(place, e);
    }
  }

  /** Work that happens whole or not at all. */
  public <T> T transaction(Work<T> work) {
    return run(connection -> whole(connection, work));
  }

  /** Whether a statement failed because its row was there already. */
  public static boolean isDuplicateKey(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && DUPLICATE_KEY.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static <T> T whole(Connection connection, Work<T> work) throws SQLException {
    connection.setAutoCommit(false);
    try {
      var result = work.on(connection);
      connection.commit();
      connection.setAutoCommit(true);
      return result;
    } catch (SQLException | RuntimeException e) {
      undo(connection, e);
      throw e;
    }
  }

  private static void undo(Connection connection, Exception reason) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
