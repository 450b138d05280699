package dev.fractal.persistence.store;

import com.zaxxer.hikari.HikariConfig;
import dev.fractal.persistence.database.Jdbc;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/** What differs between the databases. */
sealed interface Database permits H2Database, PostgresDatabase {
  /** The store as a user knows it. */
  String place();

  /** Address and credentials; pool sizes are the caller's. */
  HikariConfig connection();

  /** Name of the folder of schema scripts. */
  String dialect();

  String slickProfile();

  String driver();

  /** How many batches of the journal are written at once. */
  int journalWriters();

  /** Directory for temporary files. */
  Path spoolDirectory();

  /** Takes what only one process may have, before anything is opened; readers never create. */
  void acquire(StoreAccess access);

  /** Holds off other nodes until the end of the transaction. */
  void lockSchema(Connection connection) throws SQLException;

  /** Ends the database's own threads in this process. */
  void shutDown(Jdbc jdbc);

  /** Gives back what {@link #acquire} took. */
  void release();

  /** Removes what a failed first opening left. */
  void discard();

  static Database of(StoreConfig config) {
    return switch (config) {
      case StoreConfig.H2 h2 -> new H2Database(h2);
      case StoreConfig.Postgres postgres -> new PostgresDatabase(postgres);
    };
  }
}
