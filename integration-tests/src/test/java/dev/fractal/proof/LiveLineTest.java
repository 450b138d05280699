package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.cli.Console.Terminals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a person sees of a turn that a node runs. */
@Timeout(120)
final class LiveLineTest {
  private static final Terminals PERSON = new Terminals(false, true, true, 120);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String CLEARED = "\r\u001b[K";
  private static final String PLAYBOOK =
      """
      clauses:
        - {match: "item", role: leaf, delay: 100s, reply: never}
        - match: "slow"
          usage: {input: 700, output: 40, cached: 0, cost-usd: 0.0009}
          reply: "```js\\nconst kept = 1; await lm('item', 'weigh it')\\n```"
        - {default: true, reply: "```js\\nFINAL(typeof kept)\\n```"}
      """;

  @TempDir static Path directory;

  private static GuardedNode node;

  @TempDir Path elsewhere;

  @BeforeAll
  static void start() throws IOException {
    var playbook = Files.writeString(directory.resolve("playbook.yaml"), PLAYBOOK);
    node = GuardedNode.start(directory, "playbook:" + playbook);
  }

  @AfterAll
  static void end() {
    node.close();
  }

  private static void awaitLine(CommandLine.Running running, String part) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!running.said().contains(part)) {
      assertThat(running.ended().isDone() || System.nanoTime() > until)
          .as("'%s' is told: %s", part, running.said())
          .isFalse();
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  @Test
  void aPersonSeesWhereTheTurnIsAndMayCancelIt() {
    var person = CommandLine.in(elsewhere).terminals(PERSON);
    var running =
        person.start(
            "run",
            "--session",
            "s1",
            "go slow",
            "--url",
            node.url(),
            "--token-file",
            node.driver());
    awaitLine(running, CLEARED + "turn 1 step 1 · host calls 0/1 · ");
    assertThat(running.said()).contains("s · 700 tokens in, 40 out · $0.0009");
    running.interrupt();
    var ended = running.ended().join();

    assertThat(ended.exit()).as(ended.err()).isEqualTo(130);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains(CLEARED + "\u001b[31merror: ");
    assertThat(ended.err().lines())
        .last()
        .isEqualTo("interrupted; go on with: bin/fractal turn s1 \"…\"");

    var data = directory.resolve("data").toString();
    var next = person.run("turn", "s1", "again", "--data", data, "--token-file", node.driver());
    assertThat(next.exit()).as(next.err()).isZero();
    assertThat(next.out()).isEqualTo("undefined\n");
    assertThat(next.err()).startsWith(CLEARED).contains(CLEARED + "\u001b[2mfinal · session s1");
  }

  @Test
  void aProgramSeesNothingOfIt() {
    var program = CommandLine.in(elsewhere);
    var plain = run(program, "run", "--session", "p1", "quick");
    assertThat(plain.err())
        .startsWith("final · session p1 · turn 1")
        .doesNotContain("\u001b", "\r");
    assertThat(plain.out()).isEqualTo("undefined\n");

    var document = run(program.terminals(PERSON), "turn", "p1", "quick", "--json");
    assertThat(document.err()).isEmpty();
    assertThat(document.json().path("turnId").asInt()).isEqualTo(2);
  }

  private static Ended run(CommandLine line, String... words) {
    var through = Stream.of("--url", node.url(), "--token-file", node.driver());
    return line.run(Stream.concat(Stream.of(words), through).toArray(String[]::new));
  }
}
