package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.toolset.mcp.ProbeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tools of a server that is a process of its own, from cells of a session and of its child. */
@Timeout(180)
final class ToolServerTest {
  private static final String PLAYBOOK =
      """
      clauses:
        - role: child
          match: "ask"
          reply: |
            ```js
            FINAL([await probe.echo({text: "from a child"}), typeof probe.fail])
            ```
        - match: "again"
          reply: |
            ```js
            FINAL(own)
            ```
        - default: true
          reply: |
            ```js
            const own = await probe.facts({text: "x"});
            let why; try { await probe.fail({text: "this"}) } catch (e) { why = e.message }
            const child = await rlm("ask", {capability: {tools: ["probe.echo"]}});
            FINAL({own, why, child: child.value})
            ```
      """;

  @TempDir private Path directory;

  @BeforeEach
  void fill() throws IOException {
    Files.writeString(directory.resolve("p.yaml"), PLAYBOOK);
  }

  private FractalCommand with(List<String> server) {
    var options = new ArrayList<>(List.of("-Xmx192m"));
    for (int i = 0; i < server.size(); i++) {
      options.add("-Dfractal.toolsets.probe.mcp.command." + i + "=" + server.get(i));
    }
    return FractalCommand.in(directory).options(options.toArray(String[]::new));
  }

  private static Ended run(FractalCommand command) {
    return command.run(
        "run", "--json", "--session", "s1", "--model", "playbook:p.yaml", "use the tools");
  }

  @Test
  void aSessionAndItsChildUseAToolServerAndTheSessionNeedsItLater() {
    var first = run(with(ProbeServer.command()));
    assertThat(first.exit()).as(first.out() + first.err()).isZero();
    assertThat(first.json().path("value").toString())
        .isEqualTo(
            "{\"own\":{\"a\":\"x\",\"b\":1},\"why\":\"this cannot be done\","
                + "\"child\":[\"from a child\",\"undefined\"]}");

    var without = FractalCommand.in(directory).run("turn", "s1", "--json", "again");
    assertThat(without.exit()).isEqualTo(1);
    assertThat(without.json().path("error").path("type").asText()).isEqualTo("WorldMismatch");
    assertThat(without.json().path("error").path("message").asText()).contains("toolset 'probe'");

    var second = with(ProbeServer.command()).run("turn", "s1", "--json", "again");
    assertThat(second.exit()).as(second.out() + second.err()).isZero();
    assertThat(second.json().path("value").toString()).isEqualTo("{\"a\":\"x\",\"b\":1}");
  }

  @Test
  void aServerThatDoesNotComeUpIsOneSentence() {
    var ended = run(with(List.of("/no/such/server")));

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.json().path("error").path("message").asText())
        .startsWith("toolset 'probe' cannot be started: ");
  }
}
