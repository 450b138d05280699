package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while a turn runs. */
@Timeout(120)
final class InterruptTest {
  private static final String PLAYBOOK =
      """
      clauses:
        - {match: "item", role: leaf, delay: 100s, reply: never}
        - {match: "slow", reply: "```js\\nconst kept = 1; await lm('item', 'weigh it')\\n```"}
        - {default: true, reply: "```js\\nFINAL(typeof kept)\\n```"}
      """;

  @Test
  void aTurnIsCancelledAndTheSessionGoesOn(@TempDir Path directory) throws IOException {
    var playbook = directory.resolve("playbook.yaml");
    Files.writeString(playbook, PLAYBOOK);
    try (var stub = StubProcess.start(playbook)) {
      var command =
          FractalCommand.in(directory)
              .variables(stub.variables())
              .shell("env", "--default-signal=INT");
      try (var process =
          command.start("run", "--session", "s", "--model", "openai:scripted", "go slow")) {
        stub.awaitTotal(2);
        process.interrupt();
        var ended = process.await();

        assertThat(ended.exit()).as(ended.err()).isEqualTo(130);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.err().lines())
            .as(ended.err())
            .last()
            .isEqualTo("interrupted; go on with: bin/fractal turn s \"…\"");
      }
      var next = command.run("turn", "s", "--json", "again");
      assertThat(next.exit()).as(next.err()).isZero();
      assertThat(next.json().path("value").asText()).isEqualTo("undefined");
      var turns = command.run("show", "s", "--json").json().path("turns");
      assertThat(turns.path(0).path("status").asText()).isEqualTo("cancelled");
      assertThat(turns.path(0).path("cost").path("usd").asText()).isEqualTo("unknown");
      assertThat(turns.path(1).path("status").asText()).isEqualTo("final");
    }
  }

  @Test
  void aSecondInterruptEndsTheProcessAtOnce(@TempDir Path directory) throws IOException {
    var playbook = directory.resolve("playbook.yaml");
    Files.writeString(playbook, PLAYBOOK);
    try (var stub = StubProcess.start(playbook)) {
      var command =
          FractalCommand.in(directory)
              .variables(stub.variables())
              .shell("env", "--default-signal=INT");
      try (var process =
          command.start("run", "--session", "s", "--model", "openai:scripted", "go slow")) {
        stub.awaitTotal(2);
        for (int press = 0; press < 100 && process.isRunning(); press++) {
          process.interrupt();
          LockSupport.parkNanos(1_000_000);
        }
        assertThat(process.await().exit()).isEqualTo(130);
      }
    }
  }
}
