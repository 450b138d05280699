package dev.fractal.persistence.store;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.persistence.journal.BatchingJournalDao;
import dev.fractal.persistence.membership.Incarnation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What pekko-persistence-jdbc must be told to keep journal and snapshots in a store. */
public final class JournalConfig {
  private static final String SHARED = "slick";
  private static final String SLICK = "pekko-persistence-jdbc.shared-databases." + SHARED;
  private static final String[] PLUGINS = {
    "jdbc-journal", "jdbc-read-journal", "jdbc-snapshot-store", "jdbc-durable-state-store"
  };

  private JournalConfig() {}

  /** Put this above the configuration of an actor system that is alone with its store. */
  public static Config forStore(Store store) {
    return ConfigFactory.parseMap(settings(store), "store " + store.place());
  }

  /**
   * The same for a node of a cluster: what it writes is refused once it has been fenced.
   *
   * @param ttl a transaction that stands open for longer is ended, for its process is frozen
   */
  public static Config forStore(Store store, Incarnation node, Duration ttl) {
    var settings = settings(store);
    settings.put(SLICK + ".db.connectionInitSql", PostgresDatabase.fenced(node, ttl));
    settings.put(SLICK + ".db.properties.tcpKeepAlive", true);
    settings.put(
        SLICK + ".db.properties.socketTimeout", store.config().pool().patience().toSeconds());
    return ConfigFactory.parseMap(settings, "store " + store.place() + " of node " + node);
  }

  private static Map<String, Object> settings(Store store) {
    var settings = new HashMap<String, Object>();
    for (var plugin : PLUGINS) {
      settings.put(plugin + ".use-shared-db", SHARED);
    }
    settings.put("pekko.persistence.journal.plugin", "jdbc-journal");
    settings.put("jdbc-journal.dao", BatchingJournalDao.class.getName());
    settings.put("jdbc-journal.parallelism", store.database().journalWriters());
    settings.put("pekko.persistence.snapshot-store.plugin", "jdbc-snapshot-store");
    settings.put("pekko.persistence.state.plugin", "jdbc-durable-state-store");
    // The journal holds all that a snapshot held: one that cannot be read is skipped.
    settings.put("jdbc-snapshot-store.snapshot-is-optional", true);
    shared(store, settings);
    return settings;
  }

  private static void shared(Store store, Map<String, Object> settings) {
    var database = store.database();
    var address = database.connection();
    int connections = store.config().pool().journal();
    settings.put(SLICK + ".profile", database.slickProfile());
    settings.put(SLICK + ".db.url", address.getJdbcUrl());
    settings.put(SLICK + ".db.user", address.getUsername());
    settings.put(SLICK + ".db.password", address.getPassword());
    settings.put(SLICK + ".db.driver", database.driver());
    settings.put(SLICK + ".db.poolName", "fractal-journal");
    settings.put(SLICK + ".db.connectionTimeout", store.config().pool().patience().toMillis());
    settings.put(SLICK + ".db.numThreads", connections);
    settings.put(SLICK + ".db.maxConnections", connections);
    settings.put(SLICK + ".db.minConnections", connections);
  }
}
