package dev.fractal.kernel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.guest.KernelSuite;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What closed kernels held goes back to the system. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
final class FreedMemoryTest {
  private static final int KERNELS = 128;
  private static final Moment MOMENT = new Moment(Instant.EPOCH, "{}");

  /** Without giving back nine tenths stay. */
  private static final double LEFT = 0.75;

  @Test
  void aWorkerThatHeldManyKernelsIsSmallAgain() {
    try (var kernels = Workers.on("v8", KernelSuite.SMALL)) {
      var open = IntStream.range(0, KERNELS).mapToObj(n -> opened(kernels, n)).toList();
      long held = resident();
      open.forEach(Kernel::close);

      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (resident() > held * LEFT && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      }
      assertThat(resident()).isLessThan((long) (held * LEFT));
      opened(kernels, 1).close();
    }
  }

  private static Kernel opened(KernelFactory kernels, int number) {
    var kernel = kernels.open(Map.of(), Granted.NOTHING);
    var cell =
        new Cell("let n = " + number + "; [...'abc'].map((c) => c + n)", "c", 7, MOMENT, Map.of());
    assertThat(kernel.evaluate(cell)).isInstanceOf(CellOutcome.Completed.class);
    return kernel;
  }

  /** Of all processes below this one, which are the worker and what wraps it. */
  private static long resident() {
    return ProcessHandle.current()
        .descendants()
        .mapToLong(process -> new ResidentMemory(process).read())
        .max()
        .orElseThrow();
  }
}
