package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fractal.persistence.store.NodeFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A cell that takes all memory of its node, which evaluates it in its own process: the node is
 * gone, and after each restart the other sessions go on before the one that did it.
 */
@Tag("slow")
@Timeout(600)
final class MemoryOutTest {
  private static final int OUT_OF_MEMORY = 3;
  private static final Duration GONE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String BOOK =
      """
      clauses:
        - match: greedy
          reply: "```js\\nconst all = []; for (let i = 0; ; i++) { all.push(new Array(3000000).fill(i)); }\\n```"
        - match: patient
          delay: 6s
          reply: "```js\\nFINAL('done')\\n```"
        - default: true
          reply: "```js\\nFINAL('back')\\n```"
      """;

  @TempDir Path directory;
  private final HttpClient client = HttpClient.newHttpClient();

  private FractalProcess start() {
    return FractalCommand.in(directory)
        .options(
            "-Xmx192m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dfractal.kernel.engine=graaljs",
            "-Dfractal.kernel.place=in-process",
            "-Dfractal.kernel.limits.heap=2 GiB",
            "-Dfractal.kernel.limits.cpu-time=2m")
        .start("node", "--port", "0", "--model", "playbook:book.yaml");
  }

  private URI address(FractalProcess node) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var file = NodeFile.read(directory.resolve(".fractal"));
      if (file.isPresent()) {
        return file.get().http();
      }
      assertThat(node.isRunning() && System.nanoTime() < end)
          .as(() -> "the node starts: " + node.err())
          .isTrue();
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  private void post(URI node, String path, String body) throws IOException, InterruptedException {
    var answer =
        client.send(
            HttpRequest.newBuilder(node.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
  }

  private JsonNode get(URI node, String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(node.resolve(path)).timeout(Duration.ofSeconds(2)).build();
    return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private void ask(URI node, String session, String message)
      throws IOException, InterruptedException {
    post(node, "/v1/sessions", "{\"sessionId\":\"" + session + "\"}");
    post(node, "/v1/sessions/" + session + "/turns", "{\"message\":\"" + message + "\"}");
  }

  /** Nothing while it does not answer. */
  private String status(URI node, String session, int turn) throws InterruptedException {
    try {
      return get(node, "/v1/sessions/" + session + "/turns/" + turn).path("status").asText();
    } catch (IOException e) {
      return "";
    }
  }

  private void awaitStatus(URI node, String session, int turn, String wanted)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!status(node, session, turn).equals(wanted)) {
      assertThat(System.nanoTime() < end).as(session + " becomes " + wanted).isTrue();
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  /** It answers until its memory is out; from then on it has its time to be gone. */
  private void awaitItsEnd(FractalProcess node, URI address) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    long answered = System.nanoTime();
    while (node.isRunning() && System.nanoTime() < end) {
      try {
        if (get(address, "/health/alive").path("status").asText().equals("alive")) {
          answered = System.nanoTime();
        }
      } catch (IOException e) {
        // It does not answer any more.
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    assertThat(node.isRunning()).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - answered)).isLessThan(GONE);
    assertThat(node.await().exit()).isEqualTo(OUT_OF_MEMORY);
  }

  @Test
  void theNodeIsGoneAndTheOthersGoOnBeforeTheOneThatDidIt() throws Exception {
    Files.writeString(directory.resolve("book.yaml"), BOOK);
    try (var node = start()) {
      var address = address(node);
      ask(address, "a-patient", "patient");
      ask(address, "z-patient", "patient");
      ask(address, "m-greedy", "greedy");
      awaitItsEnd(node, address);
    }

    try (var node = start()) {
      var address = address(node);
      awaitStatus(address, "a-patient", 1, "final");
      awaitStatus(address, "z-patient", 1, "final");
      awaitItsEnd(node, address);
    }
    try (var node = start()) {
      awaitItsEnd(node, address(node));
    }

    try (var node = start()) {
      var address = address(node);
      awaitStatus(address, "m-greedy", 1, "error");
      assertThat(get(address, "/v1/sessions/m-greedy/turns/1").toString())
          .contains("EvaluationLost");
      post(address, "/v1/sessions/m-greedy/turns", "{\"message\":\"hello\"}");
      awaitStatus(address, "m-greedy", 2, "final");
    }
  }
}
