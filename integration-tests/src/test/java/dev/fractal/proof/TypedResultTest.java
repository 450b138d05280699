package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Values that fit a JSON Schema, asked for on the command line and from children. */
@Timeout(120)
final class TypedResultTest {
  private static final String PLAYBOOK =
      """
      clauses:
        - {role: child, match: "mismatch", reply: "```js\\nFINAL({n: 21})\\n```"}
        - {role: child, match: "half", reply: "```js\\nFINAL('twenty-one')\\n```"}
        - match: "cell 1 mismatch"
          reply: |
            ```js
            FINAL(typeof half === "object" ? {n: 2 * half.n} : "still a text")
            ```
        - match: "double"
          reply: |
            ```js
            const typed = {schema: {type: "object", required: ["n"]}};
            const half = (await rlm("half", typed)).value;
            FINAL(String(2 * half.n))
            ```
        - {default: true, reply: "```js\\nFINAL('always a text')\\n```"}
      """;

  @TempDir private Path directory;

  @BeforeEach
  void fill() throws IOException {
    Files.writeString(directory.resolve("p.yaml"), PLAYBOOK);
    Files.writeString(directory.resolve("bad.json"), "{\"type\": 7}");
    Files.writeString(
        directory.resolve("n.json"),
        "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}");
  }

  private Ended run(String schema, String message) {
    return FractalCommand.in(directory)
        .run(
            "run",
            "--json",
            "--session",
            "s1",
            "--model",
            "playbook:p.yaml",
            "--schema",
            schema,
            message);
  }

  @Test
  void parentAndChildBothRepairTheirValues() {
    var ended = run("n.json", "double it");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.json().path("value").toString()).isEqualTo("{\"n\":42}");
    assertThat(ended.json().path("steps").asInt()).isEqualTo(2);
  }

  @Test
  void aModelThatNeverFitsEndsTheTurnAndTheWorkIsAtAHead() {
    var ended = run("n.json", "anything else");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.json().path("status").asText()).isEqualTo("error");
    assertThat(ended.json().path("error").path("type").asText()).isEqualTo("SchemaMismatch");
    assertThat(ended.json().path("steps").asInt()).isEqualTo(3);
    assertThat(FractalCommand.in(directory).run("heads", "s1", "--json").out())
        .contains("turn-aborted");
  }

  @Test
  void aBadSchemaIsOneSentenceAndNothingStarts() {
    var ended = run("bad.json", "double it");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.json().path("error").path("message").asText())
        .contains("bad.json: the schema cannot be used: $.type");
    assertThat(directory.resolve(".fractal")).doesNotExist();
  }
}
