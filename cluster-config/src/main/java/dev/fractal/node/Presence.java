package dev.fractal.node;

import com.typesafe.config.Config;
import dev.fractal.client.Departure;
import dev.fractal.entity.HostedShards;
import dev.fractal.persistence.store.JournalConfig;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreConfig;
import dev.fractal.protocol.SessionId;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;

/** How a node is part of a cluster, and whether it still is. */
interface Presence extends AutoCloseable {
  String KEY = "fractal.cluster.presence";

  /** Looks for mistakes before anything is opened; throws when there are some. */
  static void check(Config config, InstantSource clock) {
    var kind = config.getString(KEY);
    switch (kind) {
      case "alone" ->
          require(
              StoreConfig.from(config) instanceof StoreConfig.H2,
              "a node alone would not see the others on a shared store; use --profile postgres, or"
                  + " set fractal.store.kind = h2");
      case "node" -> ClusterCheck.require(config, clock);
      case "client" ->
          require(
              StoreConfig.from(config) instanceof StoreConfig.Postgres,
              "an embedded store has no nodes to be a client of; set fractal.store.kind ="
                  + " postgres");
      default ->
          throw new BadConfigurationException(
              KEY + " is '" + kind + "'; use alone, node or client, or leave it to the profile");
    }
  }

  /** Whether it is to be a process that asks the sessions of a cluster and hosts none. */
  static boolean isClient(Config config) {
    return config.getString(KEY).equals("client");
  }

  private static void require(boolean fit, String why) {
    if (!fit) {
      throw new BadConfigurationException(why);
    }
  }

  /**
   * As the configuration says, which has been checked.
   *
   * @param io threads that may block
   */
  static Presence of(Config config, Store store, Executor io) {
    return switch (config.getString(KEY)) {
      case "node" -> ClusterPresence.open(config, store, io);
      case "client" -> ClientPresence.open(config, store);
      default -> new AlonePresence(store);
    };
  }

  Store store();

  /** The configuration of the actor system: the node's own, with the journal of its store. */
  default Config configuration(Config whole) {
    return JournalConfig.forStore(store()).withFallback(whole);
  }

  /** What the actor system's parts find in it. */
  default ActorSystemSetup setup() {
    return ActorSystemSetup.empty();
  }

  /** Makes the node a member; blocks until it is one. */
  void join(ActorSystem<?> system);

  /** Whether a session belongs to this node at the moment, as far as it knows. */
  default Predicate<SessionId> hosted(ActorSystem<?> system) {
    return new HostedShards(system);
  }

  /** Completes when the node is no longer one though it did not leave by itself. */
  default CompletionStage<Departure> departure() {
    return new CompletableFuture<>();
  }

  /** Whether the others have given it up: there is nobody to say goodbye to. */
  default boolean isLost() {
    var departed = departure().toCompletableFuture();
    return departed.isDone() && !departed.join().orderly();
  }

  /** Whether nobody can have taken its place. */
  default boolean isHeardOf() {
    return true;
  }

  /** Where it is, in a few words for people. */
  String place();

  /** After the actor system has ended. */
  @Override
  default void close() {}
}
