package dev.fractal.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.view.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Asks a node over HTTP; stages fail with {@link RemoteProblem} only. */
final class RemoteDoor implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int PROBLEMS = 400;

  private final URI node;
  private final Optional<String> token;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  RemoteDoor(URI node, Optional<String> token) {
    this.node = node;
    this.token = token;
  }

  URI node() {
    return node;
  }

  CompletableFuture<JsonNode> get(String path) {
    return text(path).thenApply(Json::parsed);
  }

  CompletableFuture<String> text(String path) {
    return sent(request(path).GET());
  }

  CompletableFuture<JsonNode> post(String path, ObjectNode body) {
    return sent(request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString())))
        .thenApply(Json::parsed);
  }

  CompletableFuture<JsonNode> delete(String path) {
    return sent(request(path).DELETE()).thenApply(Json::parsed);
  }

  /** Hands the lines of a stream of events to a subscriber; completes when it has ended. */
  CompletableFuture<?> follow(String path, Flow.Subscriber<String> lines) {
    var request = request(path).header("Accept", "text/event-stream").GET().build();
    return client
        .sendAsync(
            request,
            head ->
                head.statusCode() < PROBLEMS
                    ? BodySubscribers.mapping(BodySubscribers.fromLineSubscriber(lines), _ -> "")
                    : BodySubscribers.ofString(StandardCharsets.UTF_8))
        .handle(this::accepted);
  }

  private HttpRequest.Builder request(String path) {
    var request = HttpRequest.newBuilder(RemoteNode.address(node, path));
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    return request;
  }

  private CompletableFuture<String> sent(HttpRequest.Builder request) {
    return client
        .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
        .handle(this::accepted);
  }

  private String accepted(HttpResponse<String> response, @Nullable Throwable failure) {
    if (failure != null) {
      throw unreachable(failure);
    }
    if (response.statusCode() >= PROBLEMS) {
      throw problem(response);
    }
    return response.body();
  }

  private RemoteProblem unreachable(Throwable failure) {
    var cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    var words = cause.getClass().getSimpleName().replace("Exception", "");
    return new RemoteProblem(
        "NodeUnreachable",
        "the node at "
            + node
            + " cannot be reached ("
            + (cause instanceof IOException ? words : words + ": " + cause.getMessage())
            + "); does it still run? ask again, or name another one");
  }

  private RemoteProblem problem(HttpResponse<String> response) {
    var document = Json.parsed(response.body());
    var kind = document.path("type").asText().replaceFirst("^.*:", "");
    return new RemoteProblem(
        kind.isEmpty() ? "NoNode" : kind,
        document
            .path("detail")
            .asText(node + " answered " + response.statusCode() + " and no document of a node"));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
