package dev.fractal.persistence.store;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.persistence.database.MissingStoreException;
import dev.fractal.persistence.database.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables of a store. Each version is one script per database; {@code fractal_schema} says which
 * have run. Several nodes may start at once.
 */
final class Schema {
  /** The version that this code reads and writes. */
  static final int VERSION = 7;

  /** A statement ends where a line does and the next one is not indented: functions hold some. */
  private static final Pattern STATEMENT_END = Pattern.compile(";\\h*\\n(?!\\h)");

  private static final String VERSIONS =
      "CREATE TABLE IF NOT EXISTS \"fractal_schema\" (\"version\" INTEGER NOT NULL PRIMARY KEY)";

  private final Database database;
  private final Jdbc jdbc;

  Schema(Database database, Jdbc jdbc) {
    this.database = database;
    this.jdbc = jdbc;
  }

  /** Brings the store to this version. */
  void migrate() {
    int version = jdbc.transaction(this::migrate);
    if (version > VERSION) {
      throw newer(version);
    }
  }

  private int migrate(Connection connection) throws SQLException {
    database.lockSchema(connection);
    execute(connection, VERSIONS);
    int version = version(connection);
    for (int next = version + 1; next <= VERSION; next++) {
      for (var statement : STATEMENT_END.split(script(next), 0)) {
        if (!statement.isBlank()) {
          execute(connection, statement);
        }
      }
      execute(connection, "INSERT INTO \"fractal_schema\" (\"version\") VALUES (" + next + ")");
    }
    return version;
  }

  /** Checks that the store is there and of this version, without changing it. */
  void require() {
    int version = jdbc.run(connection -> isThere(connection) ? version(connection) : 0);
    if (version > VERSION) {
      throw newer(version);
    }
    if (version == 0) {
      throw new MissingStoreException(
          "no store at " + database.place() + "; the first session or a node makes one");
    }
    if (version < VERSION) {
      throw new StoreException(
          "the store at "
              + database.place()
              + " has the older version "
              + version
              + "; start a node of this version once to bring it to "
              + VERSION);
    }
  }

  private StoreException newer(int version) {
    return new StoreException(
        "the store at "
            + database.place()
            + " was written by a newer version (schema "
            + version
            + ", this one knows "
            + VERSION
            + "); use the newer fractal");
  }

  private static boolean isThere(Connection connection) throws SQLException {
    var sql =
        "SELECT 1 FROM information_schema.tables WHERE table_name = 'fractal_schema'"
            + " AND table_schema = current_schema";
    try (var query = connection.createStatement();
        var row = query.executeQuery(sql)) {
      return row.next();
    }
  }

  private static int version(Connection connection) throws SQLException {
    var sql = "SELECT COALESCE(MAX(\"version\"), 0) FROM \"fractal_schema\"";
    try (var query = connection.createStatement();
        var row = query.executeQuery(sql)) {
      return row.next() ? row.getInt(1) : 0;
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String script(int version) {
    var name = "/dev/fractal/persistence/schema/" + database.dialect() + "/" + version + ".sql";
    try (var in = Schema.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("--"))
          .collect(Collectors.joining("\n", "", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
