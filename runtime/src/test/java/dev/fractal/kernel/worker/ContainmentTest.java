package dev.fractal.kernel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.Suspended;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLostException;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.guest.KernelSuite;
import dev.fractal.kernel.worker.HostileCells.HostileCell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every hostile cell ends, as its own failure or with its worker, and another session goes on. The
 * build takes some by chance, the long group all.
 */
final class ContainmentTest {
  private static final Moment MOMENT = new Moment(Instant.EPOCH, "{}");

  /** The limit of a cell and two seconds are the aim; a crowded machine starts workers slowly. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int SOME = 16;

  @Test
  @Tag("slow")
  void someHostileCellsEndAloneOnV8() {
    endAlone("v8", some());
  }

  @Test
  @Tag("long")
  void allHostileCellsEndAloneOnV8() {
    endAlone("v8", HostileCells.all());
  }

  @Test
  @Tag("long")
  void allHostileCellsEndAloneOnGraalJs() {
    endAlone("graaljs", HostileCells.all());
  }

  private static List<HostileCell> some() {
    var all = new ArrayList<>(HostileCells.all());
    Collections.shuffle(all, new Random(13));
    return all.subList(0, SOME);
  }

  private static void endAlone(String engine, List<HostileCell> cells) {
    try (KernelFactory factory = Workers.on(engine, KernelSuite.SMALL)) {
      Kernel neighbour = opened(factory);
      for (HostileCell hostile : cells) {
        long begun = System.nanoTime();
        assertThat(tried(factory, hostile)).as(hostile.toString()).isNotInstanceOf(Suspended.class);
        neighbour = goesOn(factory, neighbour, hostile);
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
            .as(hostile.toString())
            .isLessThan(PATIENCE);
      }
      neighbour.close();
    }
  }

  private static Kernel opened(KernelFactory factory) {
    return factory.open(Map.of("kept", "=[1,2,3]"), Granted.of("lm"));
  }

  /** As a session does: a suspect is evaluated again, in a worker of its own. */
  static CellOutcome tried(KernelFactory factory, HostileCell hostile) {
    try (Kernel kernel = opened(factory)) {
      return ended(kernel, hostile);
    } catch (KernelLostException e) {
      assertThat(e.isSuspect()).as(hostile.toString()).isTrue();
    }
    var apart = new Opening(Map.of(), Granted.of("lm"), factory.stamp(), Opening.Room.APART);
    try (Kernel kernel = factory.open(apart)) {
      return ended(kernel, hostile);
    }
  }

  /** Calls are answered a few times: a cell that never stops asking is one that does not end. */
  private static CellOutcome ended(Kernel kernel, HostileCell hostile) {
    CellOutcome outcome = kernel.evaluate(cell(hostile.source()));
    for (int i = 0; i < 50 && outcome instanceof Suspended(var calls, var _); i++) {
      outcome =
          kernel.resume(
              calls.stream()
                  .<GuestResult>map(call -> new GuestResult.Returned(call.call(), "1"))
                  .toList(),
              MOMENT);
    }
    return outcome instanceof Suspended
        ? new CellOutcome.Threw("", "it asks for ever, within its limits")
        : outcome;
  }

  /** The neighbour answers from its kernel, or from one that was opened for the lost one. */
  private static Kernel goesOn(KernelFactory factory, Kernel neighbour, HostileCell hostile) {
    Kernel alive = neighbour;
    CellOutcome outcome;
    try {
      outcome = alive.evaluate(cell("kept.length"));
    } catch (KernelLostException e) {
      alive.close();
      alive = opened(factory);
      outcome = alive.evaluate(cell("kept.length"));
    }
    assertThat(outcome)
        .as("the neighbour of " + hostile)
        .isEqualTo(new CellOutcome.Completed("", "3"));
    return alive;
  }

  private static Cell cell(String source) {
    return new Cell(source, "cell", 1, MOMENT, Map.of());
  }
}
