package dev.fractal.persistence.database;

import java.sql.SQLException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the codes of H2 and PostgreSQL and of the operating system mean to a user. */
public final class DatabaseFailure {
  private static final int H2_IN_USE = 90020;
  private static final int H2_CORRUPTED = 90030;
  private static final int H2_OTHER_FORMAT = 90048;
  private static final int H2_CLOSED = 90098;

  private DatabaseFailure() {}

  /**
   * Whether a failure is the database's, which passes, and not one of the data that was read. When
   * in doubt it is the database's.
   */
  public static boolean isOutage(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql) {
        return !isDataDamage(sql);
      }
      if (t instanceof TimeoutException
          || t instanceof RejectedExecutionException
          || t instanceof InterruptedException
          || t.getClass().getSimpleName().equals("RecoveryTimedOut")) {
        return true;
      }
    }
    return false;
  }

  /** SQL state classes 22 (data) and XX (PostgreSQL's own data is damaged). */
  private static boolean isDataDamage(SQLException failure) {
    var state = failure.getSQLState() == null ? "" : failure.getSQLState();
    return state.startsWith("22")
        || state.startsWith("XX")
        || failure.getErrorCode() == H2_CORRUPTED;
  }

  public static StoreException exception(String place, SQLException failure) {
    return new StoreException(sentence(place, failure), failure);
  }

  /** A failure of file work below a directory, as a sentence. */
  public static StoreException exception(String place, java.io.IOException failure) {
    return new StoreException(
        isFull(failure)
            ? full(place)
            : "the store in "
                + place
                + " cannot be written: "
                + reason(failure)
                + "; choose a directory that you can write",
        failure);
  }

  private static String sentence(String place, SQLException failure) {
    if (isFull(failure)) {
      return full(place);
    }
    var byCode = byH2Code(place, failure.getErrorCode());
    return byCode != null ? byCode : byState(place, failure);
  }

  private static @Nullable String byH2Code(String place, int code) {
    return switch (code) {
      case H2_IN_USE ->
          "the store in " + place + " is in use by another process; stop that process first";
      case H2_CORRUPTED, H2_OTHER_FORMAT ->
          "the store in "
              + place
              + " cannot be read: its file is damaged or of another format; restore it from a copy";
      case H2_CLOSED ->
          "the store in "
              + place
              + " was closed after a failed write; free its disk and start again";
      default -> null;
    };
  }

  private static String byState(String place, SQLException failure) {
    var state = failure.getSQLState() == null ? "" : failure.getSQLState();
    return switch (state) {
      case "28000", "28P01" ->
          "the store at " + place + " refused the user or password; check fractal.store";
      case "3D000" ->
          "the store at " + place + " names a database that does not exist; create it first";
      case "53100" -> full(place);
      case "53300" ->
          "the store at "
              + place
              + " has no free connection; lower fractal.store.pool or raise its max_connections";
      default ->
          state.startsWith("08")
              ? "the store at "
                  + place
                  + " cannot be reached: "
                  + reason(failure)
                  + "; check that it runs and its url"
              : "the store at " + place + " failed: " + reason(failure);
    };
  }

  private static String full(String place) {
    return "the disk of the store in " + place + " is full; free some space and start again";
  }

  private static boolean isFull(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      var message = String.valueOf(t.getMessage());
      if (message.contains("No space left on device")
          || message.contains("File too large")
          || message.contains("Disk quota exceeded")) {
        return true;
      }
    }
    return false;
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    var message = root.getMessage();
    return root.getClass().getSimpleName()
        + (message == null ? "" : " " + message.lines().findFirst().orElse(""));
  }
}
