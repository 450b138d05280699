package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.node.LocalNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node counts what it did, and the page and the dashboard say what it counts. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MetricsTest {
  private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (\\S+) ");
  private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(fractal_\\w+)` \\|");
  private static final Pattern NAME = Pattern.compile("\\bfractal_\\w+");
  private static final String SESSION = "a-session-with-a-name";

  private LocalNode node;
  private String metrics;

  @BeforeAll
  void runATurn(@TempDir Path directory) throws IOException, InterruptedException {
    node =
        InProcess.startHttp(
            directory,
            "playbook:" + Files.writeString(directory.resolve("book.yaml"), book()),
            Map.of());
    post("/v1/sessions", "{\"sessionId\":\"" + SESSION + "\"}");
    var turns = "/v1/sessions/" + SESSION + "/turns";
    assertThat(post(turns, "{\"message\":\"Count\",\"wait\":\"60s\"}")).contains("\"final\"");
    assertThat(post(turns, "{\"message\":\"Fail\",\"wait\":\"60s\"}")).contains("\"error\"");
    metrics = send(HttpRequest.newBuilder(at("/metrics")));
  }

  private static String book() {
    return """
    clauses:
      - match: "Count"
        role: root
        usage: {input: 800, output: 120, cached: 300, cost-usd: 0.0014}
        reply: |
          ```js
          FINAL(await lm("", "how many?"))
          ```
      - match: "Ask"
        role: root
        reply: |
          ```js
          await sleep("50ms");
          FINAL(await ask("Ok?"))
          ```
      - match: "how many"
        usage: {input: 10, output: 2, cached: 0, cost-usd: 0.0001}
        reply: "42"
    """;
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void theEndpointCountsWhatTurnsDid() {
    assertThat(metrics.lines())
        .contains(
            "fractal_turns_ended_total{status=\"final\"} 1.0",
            "fractal_turns_ended_total{status=\"error\"} 1.0",
            "fractal_turns_ended_total{status=\"cancelled\"} 0.0",
            "fractal_turns_running 0.0",
            "fractal_turns_waiting 0.0",
            "fractal_steps_total 1.0",
            "fractal_sessions_awake 1.0",
            "fractal_shards 1.0",
            "fractal_quarantines_total 0.0",
            "fractal_journal_failures_total 0.0",
            "fractal_model_call_seconds_count{outcome=\"replied\",provider=\"playbook\",role=\"root\"}"
                + " 1",
            "fractal_model_call_seconds_count{outcome=\"replied\",provider=\"playbook\",role=\"leaf\"}"
                + " 1",
            "fractal_model_call_seconds_count{outcome=\"bad-request\",provider=\"playbook\",role=\"root\"}"
                + " 1",
            "fractal_model_tokens_total{kind=\"cached\",provider=\"playbook\",role=\"root\"} 300.0",
            "fractal_model_tokens_total{kind=\"input\",provider=\"playbook\",role=\"leaf\"} 10.0");
    assertThat(value("fractal_kernel_opened_total")).isPositive();
    assertThat(value("fractal_journal_write_seconds_count")).isGreaterThanOrEqualTo(4);
    assertThat(value("fractal_journal_events_total"))
        .isGreaterThan(value("fractal_journal_write_seconds_count"));
    assertThat(value("fractal_heap_used_bytes")).isBetween(1.0, value("fractal_heap_max_bytes"));
  }

  @Test
  void whatIsAskedAndWaitedForIsCounted() throws IOException, InterruptedException {
    post("/v1/sessions", "{\"sessionId\":\"asker\"}");
    assertThat(post("/v1/sessions/asker/turns", "{\"message\":\"Ask\",\"wait\":\"3s\"}"))
        .contains("asker:1.1.0.1");
    seen("fractal_sessions_asking 1.0");
    assertThat(post("/v1/asks/asker:1.1.0.1", "{\"answer\":\"yes\"}")).isNotEmpty();
    seen("fractal_sessions_asking 0.0");
    seen("fractal_asks_oldest_seconds 0.0");
    seen("fractal_asks_total 1.0");
    seen("fractal_ask_answer_seconds_count 1");
    seen("fractal_timer_late_seconds_count 1");
  }

  /** The listing of a session follows it soon. */
  private void seen(String line) throws IOException, InterruptedException {
    long end = System.nanoTime() + 30_000_000_000L;
    var now = send(HttpRequest.newBuilder(at("/metrics")));
    while (now.lines().noneMatch(line::equals)) {
      assertThat(System.nanoTime()).as(line + "\n" + now).isLessThan(end);
      LockSupport.parkNanos(50_000_000);
      now = send(HttpRequest.newBuilder(at("/metrics")));
    }
  }

  @Test
  void noLabelNamesASession() {
    assertThat(metrics).doesNotContain(SESSION, "book.yaml");
  }

  @Test
  void thePageListsEveryMetricAndNoOther() throws IOException {
    var page = Files.readString(Checkout.root().resolve("docs/operations.md"));
    assertThat(found(DOCUMENTED, page)).isEqualTo(exported());
  }

  @Test
  void theDashboardAsksForEveryMetricThatIsExportedAndForNoOther() throws IOException {
    var file = Checkout.root().resolve("docs/deploy/grafana-dashboard.json").toFile();
    var dashboard = new JsonMapper().readTree(file);
    var asked = String.join("\n", dashboard.findValuesAsText("expr"));
    var series = exported();
    for (var name : exported()) {
      series.add(name + "_bucket");
      series.add(name + "_count");
    }
    assertThat(dashboard.path("panels")).hasSizeGreaterThan(9);
    assertThat(found(NAME, asked)).isNotEmpty().isSubsetOf(series);
    assertThat(found(NAME, asked).stream().map(name -> name.replaceAll("_(bucket|count)$", "")))
        .containsAll(
            exported().stream().filter(name -> !name.endsWith("_max")).collect(Collectors.toSet()));
  }

  /** The names of the exported families; those of counters with their ending. */
  private Set<String> exported() {
    return found(FAMILY, metrics);
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> match.groupCount() == 0 ? match.group() : match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private double value(String series) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(series + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(series + " is not exported:\n" + metrics));
  }

  private URI at(String path) {
    return node.entrance().orElseThrow().address().resolve(path);
  }

  private String post(String path, String body) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(at(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
      return answer.body();
    }
  }
}
