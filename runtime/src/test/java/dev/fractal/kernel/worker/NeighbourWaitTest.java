package dev.fractal.kernel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.confinement.Wrap;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.guest.KernelSuite;
import dev.fractal.kernel.worker.HostileCells.HostileCell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * While a hostile cell does what it can, up to the end of its worker, sessions of the same workers
 * are answered: none of them is blamed, and none waits long. The times are those of a machine with
 * nothing else to do.
 */
final class NeighbourWaitTest {
  private static final Duration LONGEST = Duration.ofSeconds(1);
  private static final int SOME = 12;

  /** One for each shared worker. */
  private static final int NEIGHBOURS = 2;

  private record Waited(Duration longest, List<String> wrong, HostileCell cell) {
    @Override
    public String toString() {
      return "%5d ms %s %s".formatted(longest.toMillis(), cell, wrong);
    }
  }

  @Test
  @Tag("slow")
  void aNeighbourOfSomeHostileCellsIsNotBlamed() throws IOException {
    var some = new ArrayList<>(HostileCells.all());
    Collections.shuffle(some, new Random(27));
    assertThat(waits("v8", some.subList(0, SOME)))
        .allSatisfy(waited -> assertThat(waited.wrong()).as(waited.toString()).isEmpty());
  }

  @Test
  @Tag("long")
  void aNeighbourOfAnyHostileCellIsAnsweredWithinASecond() throws IOException {
    var all = waits("v8", HostileCells.all());
    assertThat(all)
        .allSatisfy(
            waited -> {
              assertThat(waited.wrong()).as(waited.toString()).isEmpty();
              assertThat(waited.longest()).as(waited.toString()).isLessThan(LONGEST);
            });
  }

  private static List<Waited> waits(String engine, List<HostileCell> cells) throws IOException {
    var waits = new ArrayList<Waited>();
    var neighbours = new ArrayList<Neighbour>();
    try (KernelFactory factory =
        WorkerKernels.started(engine, engine, KernelSuite.SMALL, settings())) {
      for (int i = 0; i < NEIGHBOURS; i++) {
        neighbours.add(new Neighbour(factory));
      }
      for (HostileCell cell : cells) {
        var _ = ContainmentTest.tried(factory, cell);
        waits.add(waited(neighbours, cell));
      }
      neighbours.forEach(Neighbour::close);
    }
    Files.write(
        Path.of("target", "neighbour-waits.txt"), waits.stream().map(Waited::toString).toList());
    return waits;
  }

  private static Waited waited(List<Neighbour> neighbours, HostileCell cell) {
    var longest = Duration.ZERO;
    var wrong = new ArrayList<String>();
    for (var neighbour : neighbours) {
      var wait = neighbour.longestWait();
      longest = wait.compareTo(longest) > 0 ? wait : longest;
      String why = neighbour.wrong();
      if (why != null) {
        wrong.add(why);
      }
    }
    return new Waited(longest, wrong, cell);
  }

  /** As a node has them, with less memory. */
  private static WorkerSettings settings() {
    return new WorkerSettings(
        NEIGHBOURS,
        1200L << 20,
        512L << 20,
        true,
        2,
        Duration.ofSeconds(20),
        1L << 30,
        Wrap.REQUIRED);
  }
}
