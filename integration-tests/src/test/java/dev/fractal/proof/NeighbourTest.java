package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.node.Kernels;
import dev.fractal.node.LocalNode;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.CellReport.Ending;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two sessions hold more memory than their worker may have. The one that shares it with them loses
 * nothing: it counts on, whatever becomes of the worker.
 */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NeighbourTest {
  private static final String GREEDY =
      "const held = []; for (;;) held.push(new Float64Array(1 << 20).fill(held.length))";

  private KernelFactory kernels;
  private LocalNode node;
  private Conversation talk;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    var config =
        ConfigFactory.parseMap(
                Map.of(
                    "fractal.store.h2.directory",
                    directory.resolve("data").toString(),
                    "fractal.kernel.workers.count",
                    1,
                    "fractal.kernel.workers.memory",
                    "700 MiB"))
            .withFallback(ConfigFactory.load("local"));
    kernels = Kernels.open(config);
    node = LocalNode.start(config, kernels);
    talk = Conversation.with(node, directory, "'went on'");
  }

  @AfterAll
  void stop() {
    node.close();
    kernels.close();
  }

  @Test
  @Tag("slow")
  void aNeighbourOfTwoThatHoldTooMuchCountsOn() {
    attack("few", 1);
  }

  @Test
  @Tag("long")
  void aNeighbourOfTwoThatHoldTooMuchCountsOnTwentyTimes() {
    attack("many", 20);
  }

  /** The neighbour has a variable that is stored apart, another one after each turn. */
  private static final String BEGIN =
      "let n = 0; const log = [n]; let large = 'n'.repeat(6000); FINAL(n)";

  private static final String COUNT = "n++; log.push(n); large += n; FINAL([n, log.length])";

  private void attack(String name, int rounds) {
    var neighbour = talk.fresh(name + "-neighbour");
    assertThat(talk.value(neighbour, BEGIN)).isEqualTo("0");
    int counted = 0;
    for (int round = 0; round < rounds; round++) {
      var one = talk.fresh(name + "-one-" + round);
      var other = talk.fresh(name + "-other-" + round);
      var first = talk.submitted(one, GREEDY);
      var second = talk.submitted(other, GREEDY);
      for (int i = 0; i < 5; i++) {
        counted++;
        assertThat(talk.value(neighbour, COUNT))
            .as("round %d", round)
            .isEqualTo("[" + counted + "," + (counted + 1) + "]");
      }
      for (var attacker : Map.of(one, first, other, second).entrySet()) {
        assertThat(talk.settled(attacker.getKey(), attacker.getValue())).isNotNull();
        assertThat(endings(attacker.getKey())).containsOnly(Ending.LIMIT);
        assertThat(talk.value(attacker.getKey(), "FINAL(typeof held)")).isEqualTo("\"undefined\"");
      }
    }
  }

  /** How the cells of a session's first step ended; its turn may have ended without any. */
  private List<Ending> endings(SessionId session) {
    return node.store().journal().read(session, 1, Long.MAX_VALUE).stream()
        .map(entry -> entry.event())
        .filter(CellsEvaluated.class::isInstance)
        .map(CellsEvaluated.class::cast)
        .limit(1)
        .flatMap(event -> event.cells().stream())
        .map(cell -> cell.ending())
        .toList();
  }
}
