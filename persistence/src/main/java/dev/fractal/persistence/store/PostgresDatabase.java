package dev.fractal.persistence.store;

import com.zaxxer.hikari.HikariConfig;
import dev.fractal.persistence.database.Jdbc;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** A PostgreSQL server, shared by many nodes. */
record PostgresDatabase(StoreConfig.Postgres config) implements Database {
  /** Any constant of the project's own; it keys the advisory lock around migrations. */
  private static final long SCHEMA_LOCK = 0x6672616374616cL;

  @Override
  public String place() {
    int options = config.url().indexOf('?');
    return options < 0 ? config.url() : config.url().substring(0, options);
  }

  @Override
  public HikariConfig connection() {
    var hikari = new HikariConfig();
    hikari.setJdbcUrl(config.url());
    hikari.setUsername(config.user());
    hikari.setPassword(config.password());
    return hikari;
  }

  @Override
  public String dialect() {
    return "postgres";
  }

  @Override
  public String slickProfile() {
    return "slick.jdbc.PostgresProfile$";
  }

  @Override
  public String driver() {
    return "org.postgresql.Driver";
  }

  @Override
  public int journalWriters() {
    return 8;
  }

  @Override
  public Path spoolDirectory() {
    return Path.of(System.getProperty("java.io.tmpdir"));
  }

  @Override
  public void acquire(Access access) {
    // The server keeps its own.
  }

  @Override
  public void lockSchema(Connection connection) throws SQLException {
    try (var lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
      lock.setLong(1, SCHEMA_LOCK);
      lock.execute();
    }
  }

  @Override
  public void shutDown(Jdbc jdbc) {
    // The server goes on.
  }

  @Override
  public void release() {
    // Nothing was taken.
  }

  @Override
  public void discard() {
    // A failed migration rolled back.
  }
}
