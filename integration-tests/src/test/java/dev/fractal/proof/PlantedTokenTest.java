package dev.fractal.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.model.stub.StubFormat;
import dev.fractal.model.stub.StubModelServer;
import dev.fractal.model.stub.StubReply;
import dev.fractal.persistence.store.NodeFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bearer tokens, good and bad, and a model's key stay where they are put, whatever a node that logs
 * everything says, stores, counts, traces and answers.
 */
@Timeout(300)
final class PlantedTokenTest {
  private static final String DRIVER = "planted-driver-7be1a90c44";
  private static final String READER = "planted-reader-02d7c5e8f1";
  private static final String STRANGER = "planted-stranger-b33f6a1d09";
  private static final String KEY = "sk-planted-91c2e47ab5";
  private static final String COLLECTOR = "planted-collector-5d0c81ee27";
  private static final List<String> SECRETS = List.of(DRIVER, READER, STRANGER, KEY, COLLECTOR);
  private static final JsonMapper JSON = new JsonMapper();
  private static final long START_NANOS = Duration.ofMinutes(2).toNanos();

  @TempDir Path directory;
  @TempDir Path secrets;

  private final List<String> answers = new ArrayList<>();
  private final StubCollector collector = StubCollector.start(0);
  private URI address = URI.create("http://nowhere.invalid");

  PlantedTokenTest() throws IOException {}

  @AfterEach
  void close() {
    collector.close();
  }

  @Test
  void nothingThatANodeSaysHoldsATokenOrAKey() throws Exception {
    try (var models = StubModelServer.doing(StubFormat.OPENAI, _ -> quoting());
        var node = start(models.root() + "/v1")) {
      address = awaitAddress(node);
      use();
      node.terminate();
      answers.add(node.await().toString());
    }

    assertThat(answers).allSatisfy(answer -> assertThat(answer).doesNotContain(SECRETS));
    assertThat(collector.headers()).isNotEmpty().allMatch(sent -> sent.contains(COLLECTOR));
    assertThat(collector.text()).contains("invoke_agent", "s1").doesNotContain(SECRETS);
    assertThat(answers).anySatisfy(answer -> assertThat(answer).contains("model-failed", "***"));
    assertThat(answers).anySatisfy(answer -> assertThat(answer).contains("# TYPE fractal_steps"));
    assertThat(SECRETS).allSatisfy(secret -> assertThat(holding(secret)).as(secret).isEmpty());
    assertThat(holding("model-failed")).isNotEmpty();
    var lines = logged();
    assertThat(lines).anySatisfy(line -> assertThat(mdc(line, "session")).isEqualTo("s1"));
    assertThat(lines).allSatisfy(line -> assertThat(line.path("level").asText()).isNotEmpty());
  }

  /** A provider that quotes the key. */
  private static StubReply quoting() {
    return new StubReply.Status(400, Map.of(), "wrong key " + KEY, Duration.ZERO);
  }

  private FractalProcess start(String models) throws IOException {
    var tokens = Files.writeString(secrets.resolve("tokens"), lines());
    Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        directory.resolve("node.conf"), "fractal.http.token-file = \"" + tokens + "\"\n");
    return FractalCommand.in(directory)
        .variables(
            Map.of(
                "OPENAI_API_KEY",
                KEY,
                "OPENAI_BASE_URL",
                models,
                "FRACTAL_TRACES_ENDPOINT",
                collector.endpoint().toString(),
                "FRACTAL_TRACES_AUTHORIZATION",
                "Bearer " + COLLECTOR))
        .options("-Xmx192m", "-Dfractal.log.level=DEBUG", "-Dfractal.log.format=json")
        .start(
            "node",
            "--data",
            data().toString(),
            "--port",
            "0",
            "--config",
            "node.conf",
            "--model",
            "openai:m");
  }

  private static String lines() {
    return DRIVER + " drive\n" + READER + " read\n";
  }

  private Path data() {
    return directory.resolve("data");
  }

  private URI awaitAddress(FractalProcess node) {
    long end = System.nanoTime() + START_NANOS;
    while (true) {
      var file = NodeFile.read(data());
      if (file.isPresent()) {
        return file.get().http();
      }
      assertThat(node.isRunning() && System.nanoTime() < end).as("the node starts").isTrue();
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private void use() throws IOException, InterruptedException {
    post("/v1/sessions", "{\"sessionId\":\"s1\"}", "Bearer " + DRIVER);
    var turn = "{\"message\":\"fail\",\"wait\":\"60s\"}";
    post("/v1/sessions/s1/turns", turn, "Bearer " + DRIVER);
    post("/v1/sessions/s1/turns", turn, "Bearer " + READER);
    post("/v1/sessions/s1/turns", turn, "Bearer " + STRANGER);
    for (var path : List.of("/v1/sessions", "/v1/sessions/s1/events", "/v1/sessions/s1/steps")) {
      get(path, "Bearer " + READER);
      get(path, "Bearer " + STRANGER);
      get(path, "Basic " + STRANGER);
      get(path + "?access_token=" + STRANGER, "Bearer " + READER);
    }
    get("/metrics", "Bearer " + READER);
    get("/v1/sessions", "Bearer " + READER + ", Bearer " + DRIVER);
    raw("Authorization: Bearer " + READER + "\u0001");
    raw("Authorization Bearer " + DRIVER);
    raw("Authorization: Bearer " + DRIVER + "x".repeat(20_000));
  }

  private void post(String path, String body, String authorization)
      throws IOException, InterruptedException {
    send(
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/json")
            .header("Authorization", authorization)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private void get(String path, String authorization) throws IOException, InterruptedException {
    send(HttpRequest.newBuilder(address.resolve(path)).header("Authorization", authorization));
  }

  private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      answers.add(answer.statusCode() + " " + answer.headers().map() + " " + answer.body());
    }
  }

  /** A request that is not well formed. */
  private void raw(String header) throws IOException {
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(60_000);
      var request = "GET /v1/sessions HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      var first = new byte[4_096];
      int length = socket.getInputStream().read(first);
      answers.add(new String(first, 0, Math.max(0, length), ISO_8859_1));
    }
  }

  private static String mdc(JsonNode line, String name) {
    return line.path("mdc").path(name).asText();
  }

  /** The log, whose every line must be a document. */
  private List<JsonNode> logged() throws IOException {
    try (var lines = Files.lines(data().resolve("log/fractal.log"))) {
      return lines.map(PlantedTokenTest::document).toList();
    }
  }

  private static JsonNode document(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }

  /** The files of the store, the logs and the rest in which a text stands. */
  private List<Path> holding(String text) {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, text)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
