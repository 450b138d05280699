package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.node.LocalNode;
import dev.fractal.protocol.PayloadId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten thousand requests that nobody should send to a node: each gets a problem and nothing else.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MalformedRequestsTest {
  private static final int REQUESTS = 10_000;
  private static final int CALLERS = 4;
  private static final int LARGEST = 64 * 1024;
  private static final String SECRET = "planted-secret-of-another-session";
  private static final String TOKEN = "planted-token-0123456789";

  private LocalNode node;
  private URI address;
  private String others;

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    node =
        InProcess.startHttp(
            directory,
            "playbook:" + Checkout.example("two-turns.yaml"),
            Map.of("fractal.http.max-request-size", LARGEST));
    address = node.entrance().orElseThrow().address();
    post("/v1/sessions", "{\"sessionId\":\"mine\"}");
    post("/v1/sessions", "{\"sessionId\":\"theirs\"}");
    var message = SECRET + " ".repeat(5_000) + ".";
    post("/v1/sessions/theirs/turns", "{\"message\":\"" + message + "\",\"wait\":\"30s\"}");
    others = PayloadId.of(message).value();
    assertThat(get("/v1/sessions/theirs/payloads/" + others)).contains(SECRET);
  }

  @AfterAll
  void stop() {
    node.close();
  }

  private String post(String path, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private String get(String path) throws Exception {
    return send(HttpRequest.newBuilder(address.resolve(path)));
  }

  private static String send(HttpRequest.Builder request) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
      return answer.body();
    }
  }

  @Test
  void everyMalformedRequestGetsAProblemAndNothingLeaks() throws Exception {
    var statuses = new ConcurrentHashMap<Integer, Integer>();
    try (var callers = Executors.newFixedThreadPool(CALLERS)) {
      var results =
          IntStream.range(0, REQUESTS)
              .mapToObj(seed -> callers.submit(() -> check(seed, statuses)))
              .toList();
      for (var result : results) {
        result.get();
      }
    }
    assertThat(statuses.keySet()).contains(400, 404, 405, 413, 414);
    assertThat(get("/health/ready")).contains("ready");
    assertThat(get("/v1/sessions")).contains("mine", "theirs");
    assertThat(get("/v1/sessions/mine/events").lines()).hasSize(1);
  }

  private Void check(int seed, Map<Integer, Integer> statuses) throws IOException {
    var request = new Malformed(new Random(seed), others).bytes();
    var answer = answer(request);
    var told = "seed " + seed + ": " + head(request) + " → " + answer;
    var form =
        head(request).contains(Malformed.CHAT + " ")
            ? List.of("Content-Type: application/json\r\n", "{\"error\":{\"message\":\"")
            : List.of("application/problem+json", "\"type\":\"urn:fractal:error:");
    assertThat(answer)
        .as(told)
        .startsWith("HTTP/1.1 4")
        .contains(form)
        .doesNotContain("Exception", "\tat ", "java.", "dev.fractal", SECRET, TOKEN);
    statuses.merge(Integer.parseInt(answer.substring(9, 12)), 1, Integer::sum);
    return null;
  }

  private static String head(byte[] request) {
    var text = new String(request, StandardCharsets.ISO_8859_1);
    return text.substring(0, Math.min(300, text.length()));
  }

  private String answer(byte[] request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      var answer = new ByteArrayOutputStream();
      var in = socket.getInputStream();
      var block = new byte[8192];
      for (int n = in.read(block); n >= 0 && !isWhole(answer, block, n); n = in.read(block)) {
        // Reads on until the document's end.
      }
      return answer.toString(StandardCharsets.UTF_8);
    }
  }

  private static boolean isWhole(ByteArrayOutputStream answer, byte[] block, int count) {
    answer.write(block, 0, count);
    return answer.toString(StandardCharsets.UTF_8).endsWith("}\n");
  }

  /** One malformed request. */
  private record Malformed(Random random, String others) {
    private static final String CHAT = "/v1/chat/completions";
    private static final List<String> FIELDS =
        List.of("message", "requestId", "inputs", "wait", "ifBusy", "maxSteps", "schema", "model");
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"m\"}]";
    private static final List<String> WRONG =
        List.of("7", "-1", "true", "[]", "[{}]", "{\"a\":[1]}", "1e400", "\"\\u0000\"");
    private static final List<String> PATHS =
        List.of(
            "/v1/sessions/../../../etc/passwd",
            "/v1/sessions/%2e%2e%2f%2e%2e/etc/passwd",
            "/v1/sessions/mine%00",
            "/v1/sessions/mine%2f..%2ftheirs",
            "//v1//sessions//mine",
            "/v1/sessions/%ff%fe",
            "/v1/sessions/mine;theirs",
            "/v1/sessions/mine/turns/0",
            "/v1/sessions/mine/turns/99999999999999999999",
            "/v1/sessions/mine/turns/1?wait=for%20ever",
            "/v1/sessions/mine/turns/7",
            "/v1/sessions/mine/events?after=-1",
            "/v1/sessions/mine/events?after=%zz",
            "/v1/sessions/mine/tree/events?after=1.9-2",
            "/v1/sessions/mine/steps?turn=NaN",
            "/v1/sessions?limit=1&limit=2",
            "/v1/sessions?limit=0x10",
            "/v1/sessions/mine/payloads/sha256:zz",
            "/v1/sessions/%3Cimg%20src=x%20onerror=alert(1)%3E",
            "/openapi.json/../v2",
            "http://evil.example/v1/sessions/none",
            "*");

    byte[] bytes() {
      return switch (random.nextInt(12)) {
        case 0 -> post("/v1/sessions/mine/turns", cut());
        case 1 -> post("/v1/sessions/mine/turns", wrong());
        case 2 -> post("/v1/sessions", "{\"nonsense" + random.nextInt() + "\":1}");
        case 3 -> request("GET", any(PATHS), "", "");
        case 4 -> request("GET", "/v1/sessions/mine/payloads/" + others, "", "");
        case 5 ->
            request(
                any(List.of("PUT", "DELETE", "PATCH", "TRACE", "FOO")),
                "/v1/sessions/mine",
                "",
                "");
        case 6 -> headers();
        case 7 ->
            post("/v1/sessions/mine/" + any(List.of("turns", "fork", "resume", "cancel")), noise());
        case 8 ->
            request(
                "GET",
                "/v1/sessions/" + id() + any(List.of("", "/tree", "/vars", "/events")),
                "",
                "");
        case 9 -> large();
        case 10 -> chat();
        default -> post(CHAT, random.nextBoolean() ? noise() : cut());
      };
    }

    /** A chat request with one thing that is wrong. */
    private byte[] chat() {
      var wrong = any(WRONG.subList(0, 4));
      var fields =
          any(
              List.of(
                  "\"messages\":" + any(List.of("7", "[]", "[7]", "{}", "[{\"role\":[]}]")),
                  "\"messages\":[{\"role\":\"user\",\"content\":" + wrong + "}]",
                  "\"messages\":[{\"role\":\"user\",\"content\":\"m\"},"
                      + "{\"role\":\"assistant\",\"content\":\"never said\"},"
                      + "{\"role\":\"user\",\"content\":\"m\"}]",
                  "\"n\":" + (2 + random.nextInt(1000)) + "," + MESSAGES,
                  "\"tools\":[{\"type\":\"function\"}]," + MESSAGES,
                  "\"metadata\":"
                      + any(List.of("7", "[1]", "{\"session\":\"../x\"}"))
                      + ","
                      + MESSAGES,
                  "\"metadata\":{\"session\":7}," + MESSAGES,
                  "\"stream\":\"" + random.nextInt() + "\"," + MESSAGES,
                  "\"response_format\":{\"type\":\"json_schema\"}," + MESSAGES,
                  "\"nonsense" + random.nextInt() + "\":1," + MESSAGES));
      var model = random.nextInt(4) == 0 ? any(WRONG) : "\"fractal\"";
      return post(CHAT, "{\"model\":" + model + "," + fields + "}");
    }

    /** A document without its end. */
    private String cut() {
      var whole = "{\"message\":\"do it\",\"inputs\":{\"a\":\"text\"},\"wait\":\"1s\"}";
      return whole.substring(0, 1 + random.nextInt(whole.length() - 2));
    }

    private String wrong() {
      var field = any(FIELDS);
      var value = field.equals("maxSteps") ? "\"many\"" : any(WRONG.subList(0, 4));
      return field.equals("message")
          ? "{\"message\":" + value + "}"
          : "{\"message\":\"m\",\"" + field + "\":" + value + "}";
    }

    private String noise() {
      var noise = new StringBuilder("\u0001");
      for (int i = random.nextInt(200); i > 0; i--) {
        noise.append((char) random.nextInt(0x3000));
      }
      return noise.toString();
    }

    private String id() {
      return "none-" + Integer.toUnsignedString(random.nextInt());
    }

    private byte[] headers() {
      var trick =
          any(
              List.of(
                  "Content-Length: 5\r\nContent-Length: 6\r\n",
                  "Content-Length: -1\r\n",
                  "Content-Length: 99999999999999999999\r\n",
                  "Transfer-Encoding: nonsense\r\n",
                  "Authorization: Bearer " + TOKEN + "\r\nOrigin: https://evil.example\r\n",
                  "Origin: null\r\n",
                  "Origin: https://evil.example\r\n",
                  "X-Long: " + "x".repeat(20_000) + "\r\n",
                  "Host: evil.example\r\n",
                  "No colon " + TOKEN + "\r\n",
                  "Last-Event-ID: none\r\nAccept: text/event-stream\r\n",
                  "Last-Event-ID: 1\r\nLast-Event-ID: 2\r\n"));
      return request("GET", "/v1/sessions/mine/events", trick, "");
    }

    private byte[] large() {
      return random.nextInt(10) == 0
          ? post("/v1/sessions/mine/turns", "{\"message\":\"" + "m".repeat(LARGEST) + "\"}")
          : request("GET", "/v1/" + "p".repeat(4_000 + random.nextInt(20) * 1_000), "", "");
    }

    private byte[] post(String path, String body) {
      var length = body.getBytes(StandardCharsets.UTF_8).length;
      return request(
          "POST",
          path,
          "Content-Type: application/json\r\nContent-Length: " + length + "\r\n",
          body);
    }

    private static byte[] request(String method, String path, String headers, String body) {
      var host = headers.startsWith("Host") ? "" : "Host: localhost\r\n";
      return (method + " " + path + " HTTP/1.1\r\n" + host + headers + "\r\n" + body)
          .getBytes(StandardCharsets.UTF_8);
    }

    private <T> T any(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }
  }
}
