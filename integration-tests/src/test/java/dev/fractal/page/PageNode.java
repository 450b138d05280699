package dev.fractal.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.graal.GraalKernelFactory;
import dev.fractal.node.LocalNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** A node with its page, in this process; its sessions do what {@code page.yaml} says. */
record PageNode(LocalNode node, URI address) implements AutoCloseable {
  private static final Path PLAYBOOK =
      Path.of("src", "test", "resources", "dev", "fractal", "page", "page.yaml").toAbsolutePath();

  private static final int MOST_REPEATS = 5;

  static Config config(Path directory, Map<String, Object> more) {
    var values = new HashMap<String, Object>(more);
    values.put("fractal.http.enabled", true);
    values.put("fractal.http.port", 0);
    values.put("fractal.http.model", "playbook:" + PLAYBOOK);
    values.put("fractal.store.h2.directory", directory.resolve("data").toString());
    return ConfigFactory.parseMap(values).withFallback(ConfigFactory.load("local"));
  }

  static PageNode start(Config config) {
    var node = LocalNode.start(config, new GraalKernelFactory(KernelConfig.limits(config)));
    return new PageNode(node, node.entrance().orElseThrow().address());
  }

  /** A new session. */
  String session(String id) {
    post("/v1/sessions", "{\"sessionId\":\"" + id + "\"}");
    return id;
  }

  /** Asks for a turn, and does not wait for its end. */
  void ask(String session, String message) {
    post("/v1/sessions/" + session + "/turns", turn(message, ""));
  }

  /** A new session with a turn that has ended. */
  String ended(String id, String message) {
    session(id);
    askAndWait(id, message);
    return id;
  }

  /** Asks for a turn, and waits for its value. */
  void askAndWait(String session, String message) {
    var answer = post("/v1/sessions/" + session + "/turns", turn(message, ",\"wait\":\"60s\""));
    assertThat(answer.path("status").asText()).isEqualTo("final");
  }

  /** Asks for a turn that the session refuses. */
  void refusedTurn(String session, String message) {
    var request =
        HttpRequest.newBuilder(address.resolve("/v1/sessions/" + session + "/turns"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(turn(message, "")))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
          .isEqualTo(409);
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static String turn(String message, String more) {
    return "{\"message\":\"%s\",\"requestId\":\"%s\"%s}"
        .formatted(message, UUID.randomUUID(), more);
  }

  JsonNode get(String path) {
    return send(HttpRequest.newBuilder(address.resolve(path)));
  }

  JsonNode post(String path, String body) {
    return send(
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** The first events of a session's tree, as a stream that breaks after them has them. */
  String firstEvents(String session, int number) {
    var request =
        HttpRequest.newBuilder(address.resolve("/v1/sessions/" + session + "/tree/events"))
            .header("Accept", "text/event-stream")
            .build();
    try (var client = HttpClient.newHttpClient();
        var lines = client.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
      return lines
          .filter(line -> line.startsWith("id:") || line.startsWith("data:"))
          .limit(2L * number)
          .map(line -> line + (line.startsWith("id:") ? "\n" : "\n\n"))
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A node that has no time to answer says so, and is asked again. */
  private static JsonNode send(HttpRequest.Builder request) {
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      for (int more = 0; answer.statusCode() == 503 && more < MOST_REPEATS; more++) {
        answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      }
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
      return new JsonMapper().readTree(answer.body());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
