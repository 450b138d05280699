package dev.fractal.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.persistence.membership.ClusterTables;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.TestStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One PostgreSQL database and the nodes of a test on it, in this process. */
final class TestCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Store store = Store.openNode(TestStores.postgres());
  private final ClusterTables tables = store.openCluster(Duration.ofSeconds(8));
  private final List<Runnable> opened = new ArrayList<>();

  static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Config config(int port) {
    return ConfigFactory.parseString(
            """
            fractal.cluster {
              heartbeat-interval = 200ms, ttl = 3s, join-timeout = 10s, retry-interval = 100ms
            }
            pekko {
              loglevel = OFF
              stdout-loglevel = OFF
              actor.provider = cluster
              actor.allow-java-serialization = off
              actor.serialization-bindings { "dev.fractal.cluster.Wire" = jackson-cbor }
              remote.artery.canonical { hostname = "127.0.0.1", port = %d }
              coordinated-shutdown.exit-jvm = off
              cluster {
                gossip-interval = 100ms
                leader-actions-interval = 100ms
                periodic-tasks-initial-delay = 50ms
                retry-unsuccessful-join-after = 500ms
                shutdown-after-unsuccessful-join-seed-nodes = off
                downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
                sharding {
                  number-of-shards = 8
                  use-lease = "fractal.shard-lease"
                  lease-retry-interval = 200ms
                  distributed-data.durable.keys = []
                }
              }
            }
            """
                .formatted(port))
        .withFallback(ConfigFactory.load());
  }

  Store store() {
    return store;
  }

  ClusterTables tables() {
    return tables;
  }

  /** A membership without an actor system. */
  Membership membership() {
    var membership = Membership.open(config(freePort()), store, "test");
    opened.add(membership::close);
    return membership;
  }

  TestNode node() {
    return node(freePort());
  }

  TestNode node(int port) {
    return node(config(port));
  }

  /** A node that ends without leaving the cluster, and does not end when it is removed from it. */
  TestNode mortal(int port) {
    var abrupt =
        """
        pekko.coordinated-shutdown.run-by-actor-system-terminate = off
        pekko.cluster.run-coordinated-shutdown-when-down = off
        """;
    return node(ConfigFactory.parseString(abrupt).withFallback(config(port)));
  }

  private TestNode node(Config config) {
    var node = TestNode.start(config, store);
    opened.add(node::close);
    return node;
  }

  void sql(String statement) {
    store
        .jdbc()
        .run(
            connection -> {
              try (var execute = connection.createStatement()) {
                return execute.execute(statement);
              }
            });
  }

  static <T> T get(CompletionStage<T> stage) {
    try {
      return CompletableFuture.completedFuture(true)
          .thenCompose(_ -> stage)
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not happen within " + PATIENCE.toSeconds() + " s");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  @Override
  public void close() {
    opened.reversed().forEach(Runnable::run);
    tables.close();
    store.close();
  }
}
