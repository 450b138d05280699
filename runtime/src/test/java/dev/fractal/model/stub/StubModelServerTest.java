package dev.fractal.model.stub;

import static dev.fractal.model.ModelRequests.UNHEARD;
import static dev.fractal.model.ModelRequests.failure;
import static dev.fractal.model.ModelRequests.leaf;
import static dev.fractal.model.ModelRequests.reply;
import static dev.fractal.model.ModelRequests.root;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.model.ModelCallException.Kind;
import dev.fractal.model.ModelClient;
import dev.fractal.model.ModelReply;
import dev.fractal.model.PriceTable;
import dev.fractal.model.openai.OpenAiModels;
import dev.fractal.model.wire.ApiKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stub server as its own process, as the tests of other modules run it. */
class StubModelServerTest {
  @Test
  @Timeout(60)
  void aProcessAnswersFromAPlaybookAndCountsRequestsWhoseClientVanished(@TempDir Path directory)
      throws Exception {
    Path playbook = directory.resolve("p.yaml");
    Files.writeString(
        playbook,
        """
        clauses:
          - {match: slow, delay: 60s, reply: never}
          - {match: hello, role: leaf, usage: {input: 5}, reply: a leaf}
          - {match: hello, step: 2, reply: step two}
        """);
    Process process = start(playbook);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (BufferedReader out = process.inputReader()) {
      int port = Integer.parseInt(out.readLine());
      URI url = URI.create("http://127.0.0.1:" + port + "/v1");
      ApiKey key = ApiKey.of("k").orElseThrow();
      OpenAiModels models =
          new OpenAiModels(url, key, Duration.ofSeconds(5), PriceTable.EMPTY, timer);
      ModelClient client = models.model("m");

      assertThat(reply(client.complete(leaf("hello"), UNHEARD)).text()).isEqualTo("a leaf");
      assertThat(reply(client.complete(root("hello", 2), UNHEARD)).text()).isEqualTo("step two");
      CompletableFuture<ModelReply> slow = client.complete(root("slow", 3), UNHEARD);
      assertThat(count(url, "/count?inFlight=1").path("inFlight").asInt()).isEqualTo(1);
      models.close();

      JsonNode count = count(url, "/count?dropped=1");
      assertThat(count.path("total").asInt()).isEqualTo(3);
      assertThat(count.path("inFlight").asInt()).isZero();
      assertThat(count.path("byKey").toString())
          .isEqualTo("{\"s/t1/s1/c0/h0\":1,\"s/t1/s2\":1,\"s/t1/s3\":1}");
      assertThat(failure(slow).kind()).isEqualTo(Kind.CONNECTION);
    } finally {
      timer.shutdownNow();
      process.destroyForcibly();
    }
  }

  private static Process start(Path playbook) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            StubModelServer.class.getName(),
            "0",
            playbook.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static JsonNode count(URI url, String path) throws IOException {
    try (InputStream in = url.resolve(path).toURL().openStream()) {
      return new JsonMapper().readTree(in);
    }
  }
}
