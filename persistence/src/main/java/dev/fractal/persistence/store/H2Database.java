package dev.fractal.persistence.store;

import com.zaxxer.hikari.HikariConfig;
import dev.fractal.persistence.database.DatabaseFailure;
import dev.fractal.persistence.database.Jdbc;
import dev.fractal.persistence.database.MissingStoreException;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.payload.JdbcPayloadStore;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * H2 in this process, in the file {@code store.mv.db} of a directory that this process alone may
 * use. A commit is handed to the operating system before it returns ({@code WRITE_DELAY=0}; H2's
 * default would lose half a second of commits to a kill); it survives the process, and a power
 * failure only as far as the operating system had written it out.
 */
final class H2Database implements Database {
  private static final String FILE = "store.mv.db";

  /** What a connection says once SHUTDOWN has ended its database. */
  private static final int CLOSED = 90121;

  private final StoreConfig.H2 config;
  private final Path directory;
  private boolean madeDirectory;
  private boolean madeFile;
  private @Nullable StoreLock lock;

  H2Database(StoreConfig.H2 config) {
    this.config = config;
    this.directory = config.directory().toAbsolutePath().normalize();
  }

  @Override
  public String place() {
    return directory.toString();
  }

  @Override
  public HikariConfig connection() {
    var hikari = new HikariConfig();
    hikari.setJdbcUrl(url());
    hikari.setUsername("fractal");
    hikari.setPassword("");
    return hikari;
  }

  private String url() {
    return "jdbc:h2:file:"
        + directory.resolve("store")
        + ";WRITE_DELAY=0"
        + ";DB_CLOSE_ON_EXIT=FALSE"
        + ";TRACE_LEVEL_FILE=0"
        + (";PAGE_SIZE=" + config.pages().size())
        + ";MAX_LENGTH_INPLACE_LOB=16384"
        + (";CACHE_SIZE=" + config.pages().cache() / 1024)
        + ";LOCK_TIMEOUT=10000";
  }

  @Override
  public String dialect() {
    return "h2";
  }

  @Override
  public String slickProfile() {
    return "slick.jdbc.H2Profile$";
  }

  @Override
  public String driver() {
    return "org.h2.Driver";
  }

  @Override
  public int journalWriters() {
    // H2 commits one transaction after the other: one large one is cheaper than eight small ones.
    return 1;
  }

  @Override
  public Path spoolDirectory() {
    return directory;
  }

  @Override
  public void acquire(StoreAccess access) {
    requireName();
    madeFile = !Files.exists(directory.resolve(FILE));
    if (madeFile && access == StoreAccess.READER) {
      throw new MissingStoreException(
          "no store in " + directory + "; the first session makes one, or name another directory");
    }
    try {
      madeDirectory = !Files.exists(directory);
      Files.createDirectories(directory);
      lock = StoreLock.acquire(directory, config.lockWait());
      JdbcPayloadStore.sweep(directory);
    } catch (IOException e) {
      throw DatabaseFailure.exception(place(), e);
    }
  }

  /** H2 cuts its address at a ';' and takes a '\\' for a '/'. */
  private void requireName() {
    if (place().contains(";") || (File.separatorChar == '/' && place().contains("\\"))) {
      throw new StoreException(
          "the store cannot be in "
              + directory
              + ": no ';' or '\\' in its name; choose another one");
    }
  }

  @Override
  public void lockSchema(Connection connection) {
    // The directory's lock keeps others out already.
  }

  /** Ends the database even if some other pool of this process still has connections to it. */
  @Override
  public void shutDown(Jdbc jdbc) {
    try {
      jdbc.run(H2Database::shutDownNow);
    } catch (StoreException e) {
      if (!(e.getCause() instanceof SQLException failure && failure.getErrorCode() == CLOSED)) {
        throw e;
      }
    }
  }

  private static boolean shutDownNow(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      return statement.execute("SHUTDOWN");
    }
  }

  @Override
  public void release() {
    if (lock != null) {
      lock.release();
      lock = null;
    }
  }

  @Override
  public void discard() {
    try {
      if (madeFile && lock != null) {
        Files.deleteIfExists(directory.resolve(FILE));
        Files.deleteIfExists(directory.resolve("store.trace.db"));
      }
      release();
      if (madeDirectory) {
        Files.deleteIfExists(directory.resolve(StoreLock.FILE));
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      // What is left is an empty directory that the next start takes over.
      release();
    }
  }
}
