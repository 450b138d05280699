package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fractal.persistence.store.NodeFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that tells an address what people want to know. */
@Tag("slow")
@Timeout(300)
final class WebhookTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "planted-7f3a";
  private static final String BOOK =
      """
      clauses:
        - match: go
          role: root
          reply: |
            ```js
            const kept = "%1$s";
            const child = await rlm("child task", {});
            FINAL([kept, child, await ask("May I use %1$s?", {to: "%1$s", details: {kept}})])
            ```
        - match: child task
          reply: "```js\\nFINAL('%1$s')\\n```"
      """
          .formatted(SECRET);

  private final LinkedBlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private final AtomicInteger requests = new AtomicInteger();

  @TempDir Path directory;

  private record Told(String id, String signature, String text, JsonNode body) {}

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = exchange.getRequestHeaders();
      var text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      told.add(
          new Told(
              headers.getFirst("webhook-id"),
              headers.getFirst("webhook-signature"),
              headers.entrySet() + text,
              JSON.readTree(text)));
      exchange.sendResponseHeaders(requests.incrementAndGet() == 1 ? 503 : 204, -1);
    }
  }

  private Told next() throws InterruptedException {
    var next = told.poll(60, TimeUnit.SECONDS);
    assertThat(next).as("something is told").isNotNull();
    assertThat(next.text()).doesNotContain(SECRET);
    assertThat(next.signature()).startsWith("v1,");
    return next;
  }

  @Test
  void aQuestionAndTheEndOfATurnAreToldWithoutWhatCellsHaveWritten() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
    Files.writeString(directory.resolve("book.yaml"), BOOK);
    var command =
        FractalCommand.in(directory)
            .variables(
                Map.of(
                    "FRACTAL_WEBHOOK_URL",
                    "http://127.0.0.1:" + server.getAddress().getPort() + "/hook",
                    "FRACTAL_WEBHOOK_KEY",
                    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    try (var node = command.start("node", "--port", "0", "--model", "playbook:book.yaml")) {
      awaitNode(node);
      var asked = FractalCommand.in(directory).run("run", "--session", "s1", "go");
      assertThat(asked.exit()).as(asked.toString()).isEqualTo(6);

      var first = next();
      assertThat(first.body().path("type").asText()).isEqualTo("ask.opened");
      assertThat(first.body().at("/data/ask").asText()).isEqualTo("s1:1.1.0.1");
      assertThat(first.body().at("/data/root").asText()).isEqualTo("s1");
      var again = next();
      assertThat(again.id()).isEqualTo(first.id());
      assertThat(again.body()).isEqualTo(first.body());

      var answered = FractalCommand.in(directory).run("answer", "s1", "1.1.0.1", "yes");
      assertThat(answered.exit()).as(answered.toString()).isZero();
      var end = next();
      assertThat(end.body().path("type").asText()).isEqualTo("turn.ended");
      assertThat(end.body().at("/data/session").asText()).isEqualTo("s1");
      assertThat(end.body().at("/data/status").asText()).isEqualTo("final");
      assertThat(told).as("the child's turn is not told").isEmpty();
      node.terminate();
      node.await();
    } finally {
      server.stop(0);
    }
  }

  private void awaitNode(FractalProcess node) {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (NodeFile.read(directory.resolve(".fractal")).isEmpty()) {
      assertThat(node.isRunning() && System.nanoTime() < end).as(node.err()).isTrue();
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }
}
