package dev.fractal.persistence.store;

import com.typesafe.config.ConfigFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Store configurations for tests: H2 in a directory, or a new database of one shared server. */
public final class TestStores {
  /** In SQL, the number behind the last event of a row of the journal. */
  public static final String NEXT_NUMBER =
      "\"sequence_number\" + 1 + CHAR_LENGTH(\"event_ser_manifest\")"
          + " - CHAR_LENGTH(REPLACE(\"event_ser_manifest\", '+', ''))";

  private static final AtomicInteger DATABASES = new AtomicInteger();
  private static final StoreConfig.Pool POOL = new StoreConfig.Pool(4, 4, Duration.ofSeconds(20));

  private TestStores() {}

  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Runs a statement on a store. */
  public static void execute(Store store, String sql) {
    var _ =
        store
            .jdbc()
            .run(
                connection -> {
                  try (var statement = connection.createStatement()) {
                    return statement.execute(sql);
                  }
                });
  }

  public static StoreConfig.H2 h2(Path directory) {
    return StoreConfig.h2(ConfigFactory.load()).withDirectory(directory);
  }

  /** A new, empty database. */
  public static StoreConfig.Postgres postgres() {
    var name = "test" + DATABASES.incrementAndGet();
    try (var connection = Server.POSTGRES.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new StoreConfig.Postgres(
        Server.POSTGRES.getJdbcUrl("postgres", name), "postgres", "postgres", POOL);
  }
}
