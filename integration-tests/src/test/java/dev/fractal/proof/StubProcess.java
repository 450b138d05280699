package dev.fractal.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.model.stub.StubModelServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The counting OpenAI-compatible server as a process that outlives those that ask it. */
public final class StubProcess implements AutoCloseable {
  private static final int ROUNDS = 12;

  private final Process process;
  private final URI url;

  private StubProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** What the server has seen; requests by their call key. */
  public record Counts(int total, int inFlight, int dropped, Map<String, Integer> byKey) {}

  public static StubProcess start(Path playbook) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StubModelServer.class.getName(),
                "0",
                playbook.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    var port = output.readLine();
    if (port == null) {
      throw new IOException("the stub server did not start with " + playbook);
    }
    return new StubProcess(process, URI.create("http://127.0.0.1:" + port.strip() + "/v1"));
  }

  /** The environment of a process that asks this server. */
  public Map<String, String> variables() {
    return Map.of("OPENAI_BASE_URL", url.toString(), "OPENAI_API_KEY", "test");
  }

  public Counts counts() {
    return read("/count");
  }

  /** Waits until so many requests have come in, counted from the server's start. */
  public void awaitTotal(int total) {
    for (int round = 0; round < ROUNDS; round++) {
      if (read("/count?total=" + total).total() >= total) {
        return;
      }
    }
    throw new IllegalStateException("the stub server did not see " + total + " requests");
  }

  /** Waits until every client that vanished was noticed. */
  public Counts settled() {
    var counts = counts();
    while (counts.inFlight() > 0) {
      counts = read("/count?dropped=" + (counts.dropped() + counts.inFlight()));
    }
    return counts;
  }

  private Counts read(String path) {
    try (var in = url.resolve(path).toURL().openStream()) {
      JsonNode node = new JsonMapper().readTree(in);
      var byKey = new HashMap<String, Integer>();
      node.path("byKey").properties().forEach(e -> byKey.put(e.getKey(), e.getValue().asInt()));
      return new Counts(
          node.path("total").asInt(),
          node.path("inFlight").asInt(),
          node.path("dropped").asInt(),
          byKey);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
