package dev.fractal.persistence.store;

import com.zaxxer.hikari.HikariConfig;
import dev.fractal.persistence.database.Jdbc;
import dev.fractal.persistence.membership.Incarnation;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** A PostgreSQL server, shared by many nodes. */
record PostgresDatabase(StoreConfig.Postgres config) implements Database {
  /** Any constant of the project's own; it keys the advisory lock around migrations. */
  private static final long SCHEMA_LOCK = 0x6672616374616cL;

  /** One beats, one joins, two take leases. */
  private static final int MEMBERSHIP_CONNECTIONS = 5;

  /** The shortest wait for a connection that a pool allows, in ms. */
  private static final long SHORTEST_WAIT = 250;

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

  /** What a connection says first that writes for a node of a cluster. */
  static String fenced(Incarnation node, Duration ttl) {
    return "SET fractal.incarnation = '%s'; SET application_name = '%s'; %s"
        .formatted(node, node.writes(), idle(ttl));
  }

  private static String idle(Duration ttl) {
    return "SET idle_in_transaction_session_timeout = " + ttl.toMillis();
  }

  /** Connections that answer, or fail, well within a node's ttl. */
  HikariConfig membership(Duration ttl) {
    var patience = ttl.dividedBy(2);
    var hikari = connection();
    hikari.setPoolName("fractal-membership");
    hikari.setMaximumPoolSize(MEMBERSHIP_CONNECTIONS);
    hikari.setConnectionTimeout(Math.max(SHORTEST_WAIT, patience.toMillis()));
    hikari.addDataSourceProperty("tcpKeepAlive", "true");
    hikari.addDataSourceProperty("socketTimeout", Math.max(1, patience.toSeconds()));
    hikari.addDataSourceProperty("connectTimeout", Math.max(1, patience.toSeconds()));
    hikari.setConnectionInitSql(
        "SET lock_timeout = %d; SET statement_timeout = %d; %s"
            .formatted(patience.toMillis() / 2, patience.toMillis(), idle(patience)));
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
  public void acquire(StoreAccess access) {
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
