package dev.fractal.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks a node over HTTP as its users do, and takes the time of each answer. */
final class ReadRounds implements AutoCloseable {
  private static final double NANOS_PER_MILLI = 1e6;

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI node;
  private final Map<String, List<Double>> times = new LinkedHashMap<>();

  ReadRounds(URI node) {
    this.node = node;
  }

  @FunctionalInterface
  interface Question {
    void ask() throws IOException, InterruptedException;
  }

  /** Asks once and keeps the milliseconds under a name. */
  void time(String name, Question question) {
    long start = System.nanoTime();
    ask(question);
    times
        .computeIfAbsent(name, _ -> new ArrayList<>())
        .add((System.nanoTime() - start) / NANOS_PER_MILLI);
  }

  /** Asks without counting. */
  static void ask(Question question) {
    try {
      question.ask();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("the benchmark was interrupted", e);
    } catch (IOException e) {
      throw new BenchException("the node did not answer: " + e, e);
    }
  }

  double median(String name) {
    return new Samples(times.getOrDefault(name, List.of())).median();
  }

  /** The bytes of a document. */
  int get(String path) throws IOException, InterruptedException {
    return answered(HttpRequest.newBuilder(node.resolve(path)).GET().build());
  }

  int post(String path, String body, String... headers) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(node.resolve(path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      var _ = request.header(headers[i], headers[i + 1]);
    }
    return answered(request.build());
  }

  private int answered(HttpRequest request) throws IOException, InterruptedException {
    var answer = client.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() >= 300) {
      throw new BenchException(
          "%s was answered %d: %s"
              .formatted(
                  request.uri(),
                  answer.statusCode(),
                  new String(answer.body(), StandardCharsets.UTF_8)));
    }
    return answer.body().length;
  }

  /** Opens a stream and leaves it when the first durable event is there. */
  void firstEvent(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(node.resolve(path)).header("Accept", "text/event-stream").build();
    var answer = client.send(request, BodyHandlers.ofInputStream());
    try (var body = answer.body()) {
      var seen = new StringBuilder();
      var buffer = new byte[4_096];
      while (seen.indexOf("id: ") < 0) {
        int length = body.read(buffer);
        if (length < 0) {
          throw new BenchException(request.uri() + " ended without an event");
        }
        seen.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
      }
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
