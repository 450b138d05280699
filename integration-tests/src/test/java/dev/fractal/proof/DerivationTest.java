package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions derived from heads, each verb a process of its own on one store. */
@Tag("slow")
@Timeout(240)
final class DerivationTest {
  private static final String PLAYBOOK =
      """
      clauses:
        - step: 2
          error: bad-request
        - match: "make it"
          reply: |
            ```js
            class Point { constructor(x, y) { this.x = x; this.y = y; } sum() { return this.x + this.y; } }
            function twice(n) { return 2 * n; }
            const p = new Point(1, 2);
            let total = 10;
            FINAL(total)
            ```
        - match: "raise it"
          reply: |
            ```js
            total = 20;
            FINAL(total)
            ```
        - match: "wreck it"
          reply: |
            ```js
            total = 99;
            const dice = Math.random();
            const pending = new Promise(() => {});
            ```
        - match: "use it"
          reply: |
            ```js
            const made = new Point(3, 4);
            FINAL([twice(p.sum()), p instanceof Point, made.sum(), total])
            ```
        - match: "delegate it"
          reply: |
            ```js
            const child = await rlm("make it");
            const later = await attachRlm(child, "raise it");
            const both = await Promise.all([
              attachRlm(child.session, "use it"), attachRlm({session: later.session, head: later.head}, "use it")]);
            const refused = {};
            for (const [name, source] of [["tree", "s1"], ["head", child.head], ["nobody", "s2~nobody"]]) {
              try { await attachRlm(source, "use it"); } catch (e) { refused[name] = e.name; }
            }
            try { await attachRlm(child, "use it", {profile: "trusted"}); } catch (e) { refused.wider = e.name; }
            FINAL({values: both.map(e => e.value), status: later.status, fresh: later.session !== child.session, refused})
            ```
      """;

  @TempDir private Path directory;
  private FractalCommand command = FractalCommand.in(Path.of("."));

  @BeforeEach
  void writePlaybook() throws IOException {
    Files.writeString(directory.resolve("p.yaml"), PLAYBOOK);
    command = FractalCommand.in(directory);
  }

  private JsonNode ok(String... words) {
    var ended = command.run(words);
    assertThat(ended.exit()).as(ended.out() + ended.err()).isZero();
    return ended.json();
  }

  private JsonNode start(String session, String message) {
    return ok("run", "--json", "--session", session, "--model", "playbook:p.yaml", message);
  }

  private static String made(int total) {
    return "[6,true,7," + total + "]";
  }

  @Test
  void aForkUsesVariablesFunctionsAndInstancesOfTheHeadItIsMadeFromAndTheSourceStaysAsItIs() {
    var first = start("s1", "make it").path("head").asText();
    ok("turn", "s1", "--json", "raise it");
    assertThat(command.run("turn", "s1", "wreck it").exit()).isEqualTo(1);
    var before = command.run("events", "s1", "--json").out();
    var heads = ok("heads", "s1", "--json");
    var wreckage = heads.get(heads.size() - 1);
    assertThat(wreckage.path("kind").asText()).isEqualTo("turn-aborted");

    var begun = ok("fork", "s1", "--session", "newest", "--json");
    assertThat(begun.path("head").asText()).isEqualTo(heads.get(1).path("head").asText());
    assertThat(ok("vars", "newest", "--json")).isEqualTo(ok("vars", "s1", "--json"));
    assertThat(ok("turn", "newest", "use it", "--json").path("value")).hasToString(made(20));
    assertThat(ok("attach", "s1", "use it", "--head", first, "--json").path("value"))
        .hasToString(made(10));
    var wrecked = ok("fork", "s1", "use it", "--json", "--head", wreckage.path("head").asText());
    assertThat(wrecked.path("value")).hasToString(made(99));

    assertThat(command.run("events", "s1", "--json").out()).isEqualTo(before);
    assertThat(command.run("check").exit()).isZero();
  }

  @Test
  void aCellAttachesToSessionsOfItsOwnTreeAndToNoOthers() {
    start("s1", "make it");
    var value = start("s2", "delegate it").path("value");
    assertThat(value.path("values")).hasToString("[" + made(10) + "," + made(20) + "]");
    assertThat(value.path("status").asText()).isEqualTo("final");
    assertThat(value.path("fresh").asBoolean()).isTrue();
    assertThat(value.path("refused"))
        .hasToString(
            "{\"tree\":\"OtherTree\",\"head\":\"BadArguments\",\"nobody\":\"UnknownSession\",\"wider\":\"BadArguments\"}");
    assertThat(command.run("check").exit()).isZero();
  }

  @Test
  void aForkNeverWidensAndAPausedOrPurgedSessionSaysSo() {
    start("s1", "make it");
    var wider = command.run("fork", "s1", "--profile", "trusted", "--json");
    assertThat(wider.exit()).isEqualTo(1);
    assertThat(wider.json().at("/error/type").asText()).isEqualTo("WiderThanSource");

    assertThat(ok("pause", "s1", "--json").path("status").asText()).isEqualTo("paused");
    assertThat(ok("show", "s1", "--json").path("status").asText()).isEqualTo("paused");
    assertThat(command.run("turn", "s1", "use it").err()).contains("session s1 is paused");
    assertThat(ok("resume", "s1", "--json").path("status").asText()).isEqualTo("idle");

    ok("fork", "s1", "--session", "f1", "--json");
    assertThat(ok("purge", "s1", "--yes", "--json").path("status").asText()).isEqualTo("purged");
    assertThat(command.run("show", "s1").exit()).isEqualTo(4);
    assertThat(command.run("fork", "s1").exit()).isEqualTo(4);
    assertThat(ok("turn", "f1", "use it", "--json").path("value")).hasToString(made(10));
    assertThat(start("s1", "make it").path("turnId").asInt()).isEqualTo(1);
    assertThat(command.run("check").exit()).isZero();
  }
}
