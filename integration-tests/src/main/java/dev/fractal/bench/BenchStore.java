package dev.fractal.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.fractal.client.LocalCluster.Plan;
import dev.fractal.laptop.ClusterAddress;
import dev.fractal.laptop.LaptopCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * The database of a measured node: an embedded H2, or a PostgreSQL, on which the node is the only
 * one of a cluster.
 *
 * @param kind H2 or POSTGRES
 * @param config the whole configuration of a node on it
 * @param end what ends it
 */
record BenchStore(Kind kind, Config config, Runnable end) implements AutoCloseable {
  private static final String HEAP = "512m";

  /** A node of a cluster wants a fixed port. */
  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Which database. */
  enum Kind {
    H2,
    POSTGRES
  }

  /** A database in the workshop's directory, which the node opens. */
  static BenchStore h2(Workshop workshop) {
    var directory = workshop.directory().resolve("store").toString();
    return new BenchStore(
        Kind.H2,
        ConfigFactory.empty()
            .withValue(
                "fractal.store.h2.directory", ConfigValueFactory.fromAnyRef(directory, "--data"))
            .withFallback(ConfigFactory.load("local")),
        () -> {});
  }

  /**
   * A PostgreSQL.
   *
   * @param url of one that is there and empty, with user and password as parameters; empty: one is
   *     made in the workshop's directory
   */
  static BenchStore postgres(Workshop workshop, Screen screen, Optional<String> url) {
    var home = workshop.room("postgres").directory();
    var cluster = new LaptopCluster(home);
    var exit = AtExit.end(() -> cluster.down(_ -> {}));
    cluster.up(new Plan(0, url, Optional.empty(), HEAP), screen::note);
    var address = ClusterAddress.read(home);
    var own = ConfigFactory.parseString("pekko.remote.artery.canonical.port = " + freePort());
    return new BenchStore(
        Kind.POSTGRES,
        address.withFallback(own).withFallback(ConfigFactory.load("postgres")).resolve(),
        () -> {
          cluster.down(screen::note);
          exit.close();
        });
  }

  @Override
  public void close() {
    end.run();
  }
}
