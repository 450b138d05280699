package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.graal.GraalKernelFactory;
import dev.fractal.node.LocalNode;
import dev.fractal.persistence.database.Jdbc;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.SessionReply;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Very many sessions that sleep in one database, and a node that wakes a tenth of them. */
@Tag("long")
@Timeout(1800)
final class SleepersTest {
  private static final int SLEEPERS = Integer.getInteger("fleet.sleepers", 100_000);
  private static final int WOKEN = SLEEPERS / 10;
  private static final int IN_FLIGHT = 64;
  private static final double NANOS = 1e9;
  private static final double MEBI = 1024.0 * 1024;
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Path REPORT = Path.of("target", "sleepers.txt");

  private final List<String> report = new ArrayList<>();

  @Test
  void aNodeWakesATenthOfThemAndStaysHealthy() throws Exception {
    try (var postgres = EmbeddedPostgres.start()) {
      put(postgres);
      wake(postgres);
    } finally {
      Files.write(REPORT, report);
      report.forEach(System.out::println);
    }
  }

  /** Starts the sessions as any caller does; they fall asleep soon. */
  private void put(EmbeddedPostgres postgres) throws Exception {
    try (var node = node(postgres, "fractal.session.sleep-after = 2s")) {
      var spec = node.spec(ModelChoice.all("playbook:nobody"), Profile.DEFAULT);
      var free = new Semaphore(IN_FLIGHT);
      var started = new ArrayList<CompletableFuture<SessionReply>>();
      long begun = System.nanoTime();
      for (int n = 1; n <= SLEEPERS; n++) {
        free.acquire();
        var one = node.sessions().start(id(n), spec).toCompletableFuture();
        var _ = one.whenComplete((_, _) -> free.release());
        started.add(one);
      }
      for (var one : started) {
        assertThat(one.get(1, TimeUnit.MINUTES)).isInstanceOf(SessionReply.Done.class);
      }
      double seconds = (System.nanoTime() - begun) / NANOS;
      say(
          "%d sessions started in %.0f s, %.0f a second"
              .formatted(SLEEPERS, seconds, SLEEPERS / seconds));
      var jdbc = node.store().jdbc();
      Until.holds(
          "all sessions listed", Duration.ofMinutes(2), () -> rows(jdbc, "catalog") == SLEEPERS);
      sizes(jdbc);
    }
  }

  private void sizes(Jdbc jdbc) {
    for (var table : List.of("event_journal", "catalog", "snapshot", "payload", "event_tag")) {
      long rows = rows(jdbc, table);
      long bytes = number(jdbc, "SELECT pg_total_relation_size('\"" + table + "\"')");
      say(
          "%s: %.3f rows and %.0f bytes with indexes for each session"
              .formatted(table, rows / (double) SLEEPERS, bytes / (double) SLEEPERS));
    }
  }

  private void wake(EmbeddedPostgres postgres) throws Exception {
    long begun = System.nanoTime();
    try (var node = node(postgres, "fractal.session { sleep-after = 1h, wake-per-second = 250 }")) {
      say("a node is up on them after %.1f s".formatted((System.nanoTime() - begun) / NANOS));
      long asked = System.nanoTime();
      assertThat(node.unfinished()).isEmpty();
      say("looking for unfinished sessions: %.0f ms".formatted((System.nanoTime() - asked) / 1e6));
      double before = heap();
      long woken = System.nanoTime();
      var done =
          node.wake(IntStream.rangeClosed(1, WOKEN).mapToObj(SleepersTest::id).toList())
              .toCompletableFuture();
      int looks = healthUntil(done, readiness(node));
      double seconds = (System.nanoTime() - woken) / NANOS;
      say(
          "%d sessions woken in %.1f s, %.1f ms each; %d looks at the health, all good"
              .formatted(WOKEN, seconds, 1000 * seconds / WOKEN, looks));
      say("%.1f KiB of heap for each that is awake".formatted((heap() - before) * 1024 / WOKEN));
      assertThat(done.get()).isEqualTo(WOKEN);
      assertThat(looks).isPositive();
    }
  }

  private static int healthUntil(CompletableFuture<?> done, URI readiness) throws Exception {
    var client = HttpClient.newHttpClient();
    int looks = 0;
    while (true) {
      var answer =
          client.send(
              HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(2)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      looks++;
      try {
        done.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return looks;
      } catch (TimeoutException e) {
        assertThat(looks).as("looks at the health").isLessThan(2_000);
      } catch (ExecutionException e) {
        throw new AssertionError("not all were woken", e);
      }
    }
  }

  private static URI readiness(LocalNode node) {
    return node.entrance().orElseThrow().address().resolve("/health/ready");
  }

  private static LocalNode node(EmbeddedPostgres postgres, String settings) throws IOException {
    Config config =
        ConfigFactory.parseString(settings)
            .withFallback(
                ConfigFactory.parseString(
                    """
                    fractal.store.postgres {
                      url = "%s", user = postgres, password = postgres
                    }
                    fractal.http { enabled = on, port = 0 }
                    pekko.remote.artery.canonical.port = %d
                    """
                        .formatted(
                            postgres.getJdbcUrl("postgres", "postgres").replaceFirst("\\?.*", ""),
                            freePort())))
            .withFallback(ConfigFactory.load("postgres"))
            .resolve();
    return LocalNode.start(config, new GraalKernelFactory(KernelConfig.limits(config)));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static SessionId id(int number) {
    return new SessionId("sleeper-" + number);
  }

  private static long rows(Jdbc jdbc, String table) {
    return number(jdbc, "SELECT count(*) FROM \"" + table + '"');
  }

  private static long number(Jdbc jdbc, String sql) {
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(sql);
              var row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  /** MiB in use when nothing is left to collect. */
  private static double heap() {
    var memory = ManagementFactory.getMemoryMXBean();
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed() / MEBI;
  }

  private void say(String line) {
    report.add(line);
  }
}
