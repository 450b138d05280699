package dev.fractal.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.fractal.persistence.membership.ClusterTables;
import dev.fractal.persistence.membership.NodeEntry;
import dev.fractal.persistence.membership.NodeState;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreConfig;
import dev.fractal.persistence.store.TestStores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Node processes with certificates of one authority form a cluster; those in plain text, with
 * certificates of another one, or with a forged one ask to be let in, and are not, while one that
 * may is.
 */
@Tag("cluster")
@Timeout(300)
final class SecuredNodesTest {
  private static final Duration TTL = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int ATTEMPTS = 2;

  private static final String SHORT =
      """
      fractal.cluster { join-timeout = 2s, retry-interval = 200ms }
      fractal.http.port = 0
      """;

  @TempDir static Path place;

  @BeforeAll
  static void makeCertificates() throws IOException, InterruptedException {
    makeCertificates("ours", "one", "two", "late");
    makeCertificates("theirs", "stranger");
    Files.writeString(place.resolve("short.conf"), SHORT);
    Files.writeString(place.resolve("forged.conf"), SHORT + forged());
  }

  /**
   * Trusts the members, so that it is up to them to refuse it; the check would not let it start.
   */
  private static String forged() {
    return """
    pekko.remote.artery {
      transport = tls-tcp
      ssl {
        ssl-engine-provider = org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider
        rotating-keys-engine {
          key-file = "%1$s/tls.key"
          cert-file = "%1$s/tls.crt"
          ca-cert-file = "%2$s/ca.crt"
        }
      }
    }
    """
        .formatted(place.resolve("theirs/stranger"), place.resolve("ours/one"));
  }

  private static void makeCertificates(String authority, String... names)
      throws IOException, InterruptedException {
    var words = new ArrayList<String>();
    words.add(Checkout.root().resolve("bin/make-certificates").toString());
    words.add(place.resolve(authority).toString());
    words.addAll(List.of(names));
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  /** Nodes on one database, which a test starts one after the other. */
  private record Rig(StoreConfig.Postgres database, List<FractalProcess> started)
      implements AutoCloseable {
    void start(String name, String certificates) {
      start(name, certificates, "short.conf");
    }

    void start(String name, String certificates, String settings) {
      var variables = new HashMap<String, String>();
      variables.put("FRACTAL_POSTGRES_URL", database.url());
      variables.put("FRACTAL_POSTGRES_USER", database.user());
      variables.put("FRACTAL_STORE_PASSWORD", database.password());
      variables.put("FRACTAL_NODE_NAME", name);
      variables.put("FRACTAL_PORT", Integer.toString(freePort()));
      if (!certificates.isEmpty()) {
        variables.put("FRACTAL_TLS_DIR", place.resolve(certificates).toString());
      }
      started.add(
          FractalCommand.in(place)
              .variables(Map.copyOf(variables))
              .options("-Xmx192m", "-Dfractal.log.level=INFO")
              .start(
                  "node",
                  "--profile",
                  "postgres",
                  "--data",
                  home(name).toString(),
                  "--config",
                  place.resolve(settings).toString()));
    }

    boolean isMember(ClusterTables tables, String name) {
      return tables.list().stream()
          .anyMatch(
              node ->
                  node.live()
                      && node.state() == NodeState.MEMBER
                      && node.registration().name().equals(name));
    }

    @Override
    public void close() {
      started.forEach(FractalProcess::close);
    }
  }

  private static Path home(String name) {
    return place.resolve(name);
  }

  @Test
  void onlyWhoHasACertificateOfTheAuthorityIsAdmitted() {
    var database = TestStores.postgres();
    try (var store = Store.openNode(database);
        var tables = store.openCluster(TTL);
        var rig = new Rig(database, new ArrayList<>())) {
      rig.start("one", "ours/one");
      await("the first node", () -> rig.isMember(tables, "one"));
      rig.start("two", "ours/two");
      await("the second node", () -> rig.isMember(tables, "two"));

      rig.start("plain", "");
      rig.start("stranger", "theirs/stranger");
      rig.start("forger", "", "forged.conf");
      await("plain text to be tried", () -> tries("plain") >= ATTEMPTS);
      await("the other authority to be tried", () -> tries("stranger") >= ATTEMPTS);
      await("a forged certificate to be tried", () -> tries("forger") >= ATTEMPTS);
      rig.start("late", "ours/late");
      await("the late node", () -> rig.isMember(tables, "late"));

      assertThat(tables.list())
          .extracting(node -> node.registration().name(), NodeEntry::state)
          .containsExactlyInAnyOrder(
              tuple("one", NodeState.MEMBER),
              tuple("two", NodeState.MEMBER),
              tuple("late", NodeState.MEMBER),
              tuple("plain", NodeState.JOINING),
              tuple("stranger", NodeState.JOINING),
              tuple("forger", NodeState.JOINING));
      assertThat(log("late")).contains("is a member");
      assertThat(log("plain") + log("stranger") + log("forger")).doesNotContain("is a member");
      assertThat(rig.started()).allMatch(FractalProcess::isRunning);
    }
  }

  /** How often a node has asked the members to let it in. */
  private static long tries(String name) {
    return log(name).lines().filter(line -> line.contains(" joins [")).count();
  }

  private static String log(String name) {
    try {
      var file = home(name).resolve("log/fractal.log");
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(String what, BooleanSupplier happened) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!happened.getAsBoolean()) {
      assertThat(System.nanoTime() - until).as("still waiting for %s", what).isNegative();
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
