package dev.fractal.persistence.store;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.settings.Block;
import java.nio.file.Path;
import java.time.Duration;

/** Which database keeps everything, and how it is reached: the block {@code fractal.store}. */
public sealed interface StoreConfig {
  Pool pool();

  /**
   * An embedded database in one directory, for one process at a time.
   *
   * @param lockWait how long to wait for another process to leave
   */
  record H2(Path directory, Duration lockWait, Pages pages, Pool pool) implements StoreConfig {
    public H2 withDirectory(Path chosen) {
      return new H2(chosen, lockWait, pages, pool);
    }
  }

  /**
   * The pages of an embedded database.
   *
   * @param cache bytes of memory for them
   * @param size bytes above which a page is cut, 1 KiB to 64 KiB
   */
  record Pages(long cache, long size) {}

  /** A PostgreSQL database, for many nodes. */
  record Postgres(String url, String user, String password, Pool pool) implements StoreConfig {
    @Override
    public String toString() {
      return "Postgres[" + url + ", user " + user + "]";
    }
  }

  /**
   * Connections of one process.
   *
   * @param journal for the journal and the snapshots, 1 or more
   * @param other for payloads, the catalog and readers, 1 or more
   * @param patience how long to wait for a free connection, 250 ms or more
   */
  record Pool(int journal, int other, Duration patience) {}

  /** Reads the block {@code fractal.store} of a whole configuration. */
  static StoreConfig from(Config whole) {
    try {
      var store = whole.getConfig("fractal.store");
      var kind = store.getString("kind");
      return switch (kind) {
        case "h2" -> h2(whole);
        case "postgres" -> postgres(whole);
        default ->
            throw new StoreException("fractal.store.kind is '" + kind + "'; use h2 or postgres");
      };
    } catch (ConfigException e) {
      throw bad(e);
    }
  }

  /** The embedded store of a configuration, whatever its kind says. */
  static H2 h2(Config whole) {
    try {
      var store = whole.getConfig("fractal.store");
      var block = new Block(whole, "fractal.store.");
      return new H2(
          Path.of(store.getString("h2.directory")),
          block.atLeast("h2.lock-wait", Duration.ZERO),
          new Pages(
              block.bytesAtLeast("h2.cache", 1 << 20), block.bytes("h2.page", 1 << 10, 64 << 10)),
          pool(block));
    } catch (ConfigException e) {
      throw bad(e);
    }
  }

  private static Postgres postgres(Config whole) {
    var postgres = whole.getConfig("fractal.store.postgres");
    return new Postgres(
        postgres.getString("url"),
        postgres.getString("user"),
        postgres.getString("password"),
        pool(new Block(whole, "fractal.store.")));
  }

  private static Pool pool(Block block) {
    return new Pool(
        block.atLeast("pool.journal", 1),
        block.atLeast("pool.other", 1),
        block.atLeast("pool.patience", Duration.ofMillis(250)));
  }

  /** Drops the origins, which may name every file of the class path. */
  private static StoreException bad(ConfigException e) {
    var problem = String.valueOf(e.getMessage()).replaceFirst("(?s)^.*: \\d+: ", "");
    return new StoreException("fractal.store cannot be read: " + problem, e);
  }
}
