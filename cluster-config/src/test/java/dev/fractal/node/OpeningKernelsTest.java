package dev.fractal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.EngineAwayException;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.graal.GraalKernelFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An engine that does not start at once. */
@Timeout(60)
final class OpeningKernelsTest {
  private final AtomicInteger tries = new AtomicInteger();

  private OpeningKernels failing(int times, RuntimeException with) {
    return new OpeningKernels(
        GraalKernelFactory.STAMP,
        Granted.NOTHING,
        () -> {
          if (tries.incrementAndGet() <= times) {
            throw with;
          }
          return new GraalKernelFactory(KernelConfig.limits(ConfigFactory.load()));
        });
  }

  private static RuntimeException full() {
    return new UncheckedIOException(new IOException("no space left"));
  }

  @Test
  void whatFailsAtFilesIsTriedAgainAndWhoNeedsItWaits() {
    try (KernelFactory kernels = failing(3, full())) {
      kernels.open(Map.of(), Granted.NOTHING).close();
      assertThat(tries).hasValue(4);
      assertThat(kernels.problem()).isEmpty();
    }
  }

  @Test
  void whatGoesOnFailingIsSaid() {
    try (KernelFactory kernels = failing(Integer.MAX_VALUE, full())) {
      assertThatThrownBy(() -> kernels.open(Map.of(), Granted.NOTHING))
          .isInstanceOf(EngineAwayException.class)
          .hasMessageContaining("does not start yet");
      assertThat(tries).hasValue(5);
      assertThat(kernels.problem()).isPresent();
    }
  }

  @Test
  void itIsThereAsSoonAsItCanBe() {
    try (KernelFactory kernels = failing(6, full())) {
      assertThatThrownBy(() -> kernels.open(Map.of(), Granted.NOTHING))
          .isInstanceOf(EngineAwayException.class);
      long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (kernels.problem().isPresent() && System.nanoTime() < end) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
      assertThat(kernels.problem()).isEmpty();
      kernels.open(Map.of(), Granted.NOTHING).close();
    }
  }

  @Test
  void whatNoTimeCanHelpFailsAtOnce() {
    var wrong = new IllegalStateException("workers have to be shut off and cannot be");
    try (KernelFactory kernels = failing(Integer.MAX_VALUE, wrong)) {
      assertThatThrownBy(() -> kernels.open(Map.of(), Granted.NOTHING)).hasCause(wrong);
      assertThat(tries).hasValue(1);
    }
  }
}
