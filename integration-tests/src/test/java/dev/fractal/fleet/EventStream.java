package dev.fractal.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.view.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A reader of live events as a browser is one: it keeps the durable events with the id of the last
 * one, and asks for those behind it wherever it connects next.
 */
final class EventStream implements AutoCloseable {
  private static final int OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String path;
  private final List<JsonNode> events = new ArrayList<>();
  private Optional<String> last = Optional.empty();
  private Optional<String> id = Optional.empty();
  private String data = "";

  EventStream(String path) {
    this.path = path;
  }

  /** Reads at a node; completes when the stream has ended, however it did. */
  CompletableFuture<Void> follow(URI node) {
    forget();
    var request = HttpRequest.newBuilder(node.resolve(path)).header("Accept", "text/event-stream");
    last().ifPresent(event -> request.header("Last-Event-ID", event));
    return CompletableFuture.runAsync(() -> read(request.build()), Thread::startVirtualThread);
  }

  private void read(HttpRequest request) {
    try {
      var answer = http.send(request, BodyHandlers.ofLines());
      if (answer.statusCode() != OK) {
        throw new AssertionError(
            request.uri() + " answers " + answer.statusCode() + ": " + answer.body().toList());
      }
      answer.body().forEach(this::line);
    } catch (IOException | UncheckedIOException e) {
      Fleet.tell("the stream " + request.uri() + " ended: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An event counts when its last line, the empty one, is there. */
  private synchronized void line(String line) {
    if (line.startsWith("id: ")) {
      id = Optional.of(line.substring("id: ".length()));
    } else if (line.startsWith("data: ")) {
      data = line.substring("data: ".length());
    } else if (line.isEmpty()) {
      if (id.isPresent()) {
        events.add(Json.parsed(data));
        last = id;
      }
      forget();
    }
  }

  /** What has come of an event that is not complete. */
  private synchronized void forget() {
    id = Optional.empty();
    data = "";
  }

  private synchronized Optional<String> last() {
    return last;
  }

  /** The durable events in the order in which they came. */
  synchronized List<JsonNode> events() {
    return List.copyOf(events);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
