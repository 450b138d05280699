package dev.fractal.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.node.LocalNode;
import dev.fractal.proof.InProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A node with a token, whose model is a playbook that prepares a list and adds to it. */
final class ChatNode implements AutoCloseable {
  static final String TOKEN = "token-of-the-client-0123456789";
  private static final String READER = "token-of-a-reader-0123456789";
  private static final JsonMapper JSON = new JsonMapper();
  private static final String PLAYBOOK =
      """
      clauses:
        - match: "Prepare the list"
          usage: {input: 100, output: 10, cached: 60, cost-usd: 0.001}
          reply: |
            I make it and keep it.
            ```js
            const list = ["one"];
            FINAL("It is prepared.")
            ```
        - match: "Add one more"
          usage: {input: 200, output: 20, cached: 100, cost-usd: 0.002}
          reply: |
            I add to what is there.
            ```js
            list.push("more");
            FINAL({ count: list.length })
            ```
        - match: "Ask two others"
          usage: {input: 10, output: 1, cached: 0, cost-usd: 0.001}
          reply: |
            ```js
            const lanes = await mapRlm(["You are one", "You are two"]);
            FINAL(lanes.map(lane => lane.value).join(" and "))
            ```
        - regex: "You are (\\\\w+)"
          role: child
          usage: {input: 1000, output: 100, cached: 0, cost-usd: 0.001}
          reply: |
            ```js
            FINAL("${1}")
            ```
        - match: "Ask me first"
          reply: |
            ```js
            const [count, sure] = await Promise.all([
              ask("How many?", {schema: {type: "integer"}}),
              ask("Sure?", {choices: ["yes", "no"]}),
            ]);
            FINAL({ count, sure })
            ```
        - match: "Ask me twice"
          reply: |
            ```js
            const one = await ask("One?");
            FINAL(one + " " + await ask("Two?"))
            ```
        - match: "And what was it?"
          reply: |
            ```js
            FINAL(`${count} and ${sure}`)
            ```
        - match: "Break it"
          error: bad-request
        - match: "Say what you were told"
          reply: |
            ```js
            FINAL("nothing")
            ```
      """;

  private final LocalNode node;
  private final HttpClient client = HttpClient.newHttpClient();

  private ChatNode(LocalNode node) {
    this.node = node;
  }

  static ChatNode start(Path directory) {
    try {
      var playbook = Files.writeString(directory.resolve("playbook.yaml"), PLAYBOOK);
      var tokens =
          Files.writeString(directory.resolve("tokens"), TOKEN + " drive\n" + READER + " read\n");
      Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
      return new ChatNode(
          InProcess.startHttp(
              directory,
              "playbook:" + playbook,
              Map.of(
                  "fractal.http.token-file",
                  tokens.toString(),
                  "fractal.http.openai.models.second",
                  "playbook:" + playbook)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What clients call the base URL. */
  String url() {
    return node.entrance().orElseThrow().address() + "/v1";
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return sent(
        HttpRequest.newBuilder(URI.create(url() + path)).header("Authorization", "Bearer " + TOKEN),
        200);
  }

  /** Posts a chat request that a reader may not. */
  JsonNode refusedToReader(String body) throws IOException, InterruptedException {
    return sent(
        HttpRequest.newBuilder(URI.create(url() + "/chat/completions"))
            .header("Authorization", "Bearer " + READER)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)),
        403);
  }

  private JsonNode sent(HttpRequest.Builder request, int status)
      throws IOException, InterruptedException {
    var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JSON.readTree(answer.body());
  }

  /** How often a session's model was asked. */
  long modelCalls(String session) throws IOException, InterruptedException {
    return get("/sessions/" + session + "/cost").path("total").path("replies").asLong();
  }

  @Override
  public void close() {
    client.close();
    node.close();
  }
}
