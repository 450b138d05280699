package dev.fractal.node;

import com.typesafe.config.Config;
import dev.fractal.client.Departure;
import dev.fractal.entity.ShardedSessions;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreConfig;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;

/** How a node is part of a cluster, and whether it still is. */
interface Presence extends AutoCloseable {
  /**
   * Alone on an embedded store, through the database on a shared one.
   *
   * @param io threads that may block
   */
  static Presence of(Config config, Store store, Executor io) {
    return switch (StoreConfig.from(config)) {
      case StoreConfig.H2 _ -> new AlonePresence(store);
      case StoreConfig.Postgres _ ->
          config.getStringList("pekko.cluster.roles").contains(ShardedSessions.ROLE)
              ? ClusterPresence.open(config, store, io)
              : ClientPresence.open(config, store);
    };
  }

  /** The configuration of the actor system: the node's own, with the journal of its store. */
  Config configuration(Config whole);

  /** What the actor system's parts find in it. */
  ActorSystemSetup setup();

  /** Makes the node a member; blocks until it is one. */
  void join(ActorSystem<?> system);

  /** Completes when the node is no longer one though it did not leave by itself. */
  CompletionStage<Departure> departure();

  /** Whether nobody can have taken its place. */
  boolean isHeardOf();

  /** Where it is, in a few words for people. */
  String place();

  /** After the actor system has ended. */
  @Override
  void close();
}
