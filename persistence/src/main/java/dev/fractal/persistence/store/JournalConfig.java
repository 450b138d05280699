package dev.fractal.persistence.store;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.HashMap;
import java.util.Map;

/** What pekko-persistence-jdbc must be told to keep journal and snapshots in a store. */
public final class JournalConfig {
  private static final String SHARED = "slick";
  private static final String[] PLUGINS = {
    "jdbc-journal", "jdbc-read-journal", "jdbc-snapshot-store", "jdbc-durable-state-store"
  };

  private JournalConfig() {}

  /** Put this above an actor system's own configuration. */
  public static Config forStore(Store store) {
    var settings = new HashMap<String, Object>();
    for (var plugin : PLUGINS) {
      settings.put(plugin + ".use-shared-db", SHARED);
    }
    settings.put("pekko.persistence.journal.plugin", "jdbc-journal");
    settings.put("jdbc-journal.parallelism", store.database().journalWriters());
    settings.put("pekko.persistence.snapshot-store.plugin", "jdbc-snapshot-store");
    settings.put("pekko.persistence.state.plugin", "jdbc-durable-state-store");
    // The journal holds all that a snapshot held: one that cannot be read is skipped.
    settings.put("jdbc-snapshot-store.snapshot-is-optional", true);
    shared(store, settings);
    return ConfigFactory.parseMap(settings, "store " + store.place());
  }

  private static void shared(Store store, Map<String, Object> settings) {
    var database = store.database();
    var address = database.connection();
    int connections = store.config().pool().journal();
    var slick = "pekko-persistence-jdbc.shared-databases." + SHARED;
    settings.put(slick + ".profile", database.slickProfile());
    settings.put(slick + ".db.url", address.getJdbcUrl());
    settings.put(slick + ".db.user", address.getUsername());
    settings.put(slick + ".db.password", address.getPassword());
    settings.put(slick + ".db.driver", database.driver());
    settings.put(slick + ".db.poolName", "fractal-journal");
    settings.put(slick + ".db.connectionTimeout", store.config().pool().patience().toMillis());
    settings.put(slick + ".db.numThreads", connections);
    settings.put(slick + ".db.maxConnections", connections);
    settings.put(slick + ".db.minConnections", connections);
  }
}
