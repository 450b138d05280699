package dev.fractal.kernel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes that start at once on one machine after all were killed. */
@Timeout(120)
final class WorkerPlaceTest {
  private static final int NODES = 4;
  private static final int ROUNDS = 40;

  /** No process has this number. */
  private static final String DEAD = "fractal-node-4194999-";

  @TempDir private Path temporary;

  @Test
  void nodesThatClearTheSameLeftoversAtOnceDoNotHinderEachOther() throws Exception {
    try (var threads = Executors.newFixedThreadPool(NODES)) {
      for (int round = 0; round < ROUNDS; round++) {
        leave(round);
        var begin = new CyclicBarrier(NODES);
        var all = new ArrayList<CompletableFuture<Void>>();
        for (int node = 0; node < NODES; node++) {
          all.add(CompletableFuture.runAsync(() -> clear(begin), threads));
        }
        for (var one : all) {
          one.get();
        }
        try (var left = Files.list(temporary)) {
          assertThat(left).as("round " + round).isEmpty();
        }
      }
    }
  }

  /** The directory of temporary files is everybody's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "-1",
        "1x-2",
        "4194999",
        "4194999-x",
        "99999999999999999999-1",
        "\u0664\u0661\u0669\u0664\u0669\u0669\u0669-1",
        "\uff11-1"
      })
  void whatNoNodeHasMadeStaysAndHindersNone(String name) throws IOException {
    var strange = Files.createDirectory(temporary.resolve("fractal-node-" + name));
    leave(0);

    WorkerPlace.clear(temporary);

    try (var left = Files.list(temporary)) {
      assertThat(left).containsExactly(strange);
    }
  }

  private void clear(CyclicBarrier begin) {
    try {
      begin.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    WorkerPlace.clear(temporary);
  }

  private void leave(int round) throws IOException {
    for (int place = 0; place < 3; place++) {
      var inputs = temporary.resolve(DEAD + round + place).resolve("inputs");
      Files.createDirectories(inputs);
      for (int file = 0; file < 30; file++) {
        Files.writeString(inputs.resolve("input-" + file), "x");
      }
    }
  }
}
