package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.persistence.store.NodeFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node of 512 MiB that is attacked over HTTP from many addresses. */
@Tag("slow")
@Timeout(300)
final class FullFrontTest {
  private static final Duration ATTACK = Duration.ofSeconds(20);
  private static final Duration HEALTH = Duration.ofSeconds(1);
  private static final Duration TURN = Duration.ofSeconds(3);
  private static final Duration REQUEST = Duration.ofSeconds(5);
  private static final Pattern HEALTH_DOOR = Pattern.compile("health alone on (http\\S+)");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int DEEP = 24;

  private static final String BOOK =
      """
      clauses:
        - match: deep
          reply: "```js\\nFINAL(JSON.parse('{\\"a\\":'.repeat(%d) + '{}' + '}'.repeat(%d)))\\n```"
        - match: long
          reply: "```js\\nFINAL('x'.repeat(500000))\\n```"
        - default: true
          reply: "```js\\nFINAL(42)\\n```"
      """
          .formatted(DEEP, DEEP);

  @TempDir Path directory;
  private FractalProcess node;
  private URI front;
  private URI health;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectory(directory.resolve("books"));
    Files.writeString(directory.resolve("books/book.yaml"), BOOK);
    node =
        FractalCommand.in(directory)
            .options("-Xmx512m", "-XX:+ExitOnOutOfMemoryError", "-Dfractal.http.health.port=0")
            .start("node", "--port", "0", "--model", "playbook:books/book.yaml");
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (NodeFile.read(directory.resolve(".fractal")).isEmpty()
        || !HEALTH_DOOR.matcher(node.err()).find()) {
      assertThat(node.isRunning() && System.nanoTime() < end).as("the node starts").isTrue();
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    front = NodeFile.read(directory.resolve(".fractal")).orElseThrow().http();
    var said = HEALTH_DOOR.matcher(node.err());
    assertThat(said.find()).isTrue();
    health = URI.create(said.group(1));
  }

  @AfterEach
  void end() {
    node.close();
  }

  /** An answer on a connection of its own, and how long it took. */
  private record Answer(int status, String text, JsonNode body, Duration took) {}

  private static Answer ask(HttpRequest.Builder request) throws IOException, InterruptedException {
    long since = System.nanoTime();
    try (var client = HttpClient.newHttpClient()) {
      var response =
          client.send(
              request.timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofString());
      var body = response.body();
      return new Answer(
          response.statusCode(),
          body,
          JSON.readTree(body.startsWith("{") ? body : "{}"),
          Duration.ofNanos(System.nanoTime() - since));
    }
  }

  private Answer get(URI address) throws IOException, InterruptedException {
    return ask(HttpRequest.newBuilder(address));
  }

  private Answer post(String path, String body) throws IOException, InterruptedException {
    return ask(
        HttpRequest.newBuilder(front.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private Answer turn(String session, String message) throws IOException, InterruptedException {
    return post(
        "/v1/sessions/" + session + "/turns", "{\"message\":\"" + message + "\",\"wait\":\"20s\"}");
  }

  @Test
  void healthAndOtherClientsAreAnsweredThroughout() throws Exception {
    post("/v1/sessions", "{\"sessionId\":\"s1\"}");
    assertThat(turn("s1", "long").body().path("status").asText()).isEqualTo("final");
    post("/v1/sessions", "{\"sessionId\":\"s2\"}");
    assertThat(turn("s2", "warm").body().path("value").asInt()).isEqualTo(42);

    var over = new AtomicBoolean();
    var attack = Thread.ofPlatform().start(() -> attack(over));
    try {
      watched();
    } finally {
      over.set(true);
      attack.join();
    }
    assertThat(node.isRunning()).isTrue();
    assertThat(returns).as("the crowd was hung up on, and came again").isPositive();
  }

  private volatile int returns;

  private void attack(AtomicBoolean over) {
    var half = "GET /v1/sessions HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ";
    var type = "Content-Type: application/json\r\nContent-Length: 16000000\r\n";
    var body = request("POST", "/turns", type) + " ".repeat(1 << 20);
    var live = request("GET", "/events", "Accept: text/event-stream\r\n");
    var large = request("GET", "/turns/1", "");
    try (var halves = new Crowd(front.getPort(), half, true).of(2_000);
        var bodies = new Crowd(front.getPort(), body, true).of(100);
        var followers = new Crowd(front.getPort(), live, false).of(250);
        var readers = new Crowd(front.getPort(), large, false).of(50)) {
      while (!over.get()) {
        followers.goOn();
        halves.goOn();
        bodies.goOn();
        readers.goOn();
        LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
      }
      returns = halves.returns() + bodies.returns();
    }
  }

  private static String request(String method, String what, String header) {
    return "%s /v1/sessions/s1%s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n"
        .formatted(method, what, header);
  }

  private void watched() throws IOException, InterruptedException {
    long end = System.nanoTime() + ATTACK.toNanos();
    for (int i = 0; System.nanoTime() < end; i++) {
      var alive = get(health);
      assertThat(alive.status()).isEqualTo(200);
      assertThat(alive.took()).as("health").isLessThan(HEALTH);
      if (i % 5 == 0) {
        var turn = turn("s2", "again " + i);
        assertThat(turn.body().path("value").asInt()).as(turn.toString()).isEqualTo(42);
        assertThat(turn.took()).as("a turn of another client").isLessThan(TURN);
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }

  @Test
  void whatOneRequestPoisonsFailsInThatRequest() throws Exception {
    var pipe = directory.resolve("books/pipe.yaml");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Files.createSymbolicLink(directory.resolve("books/zero.yaml"), Path.of("/dev/zero"));
    for (var book : new String[] {pipe.toString(), "/dev/zero", "zero.yaml", "pipe.yaml"}) {
      var answer = post("/v1/sessions", "{\"model\":\"playbook:" + book + "\"}");
      assertThat(answer.status()).as(book).isEqualTo(400);
      assertThat(answer.took()).as(book).isLessThan(REQUEST);
    }
    post("/v1/sessions", "{\"sessionId\":\"s1\"}");
    assertThat(turn("s1", "warm").body().path("value").asInt()).isEqualTo(42);

    var answer = post("/v1/sessions/s1/turns", manyPaths());

    assertThat(answer.took()).isLessThan(REQUEST);
    assertThat(get(front.resolve("/v1/sessions/s1/messages?all=true")).text())
        .contains("too many steps");
    assertThat(get(health).status()).isEqualTo(200);
    assertThat(turn("s1", "after").body().path("value").asInt()).isEqualTo(42);
  }

  /** 24 levels, each of which may be looked at in three ways. */
  private static String manyPaths() {
    var way = JSON.createObjectNode();
    way.putObject("properties").putObject("a").put("$ref", "#/$defs/x");
    ObjectNode body = JSON.createObjectNode().put("message", "deep").put("wait", "20s");
    var schema = body.putObject("schema");
    schema.putObject("$defs").putObject("x").putArray("allOf").add(way).add(way).add(way);
    schema.put("$ref", "#/$defs/x");
    return body.toString();
  }
}
