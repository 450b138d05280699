package dev.fractal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class KernelConfigTest {
  @Test
  void theDefaultsArePinned() {
    assertThat(KernelConfig.limits(ConfigFactory.load()))
        .isEqualTo(
            new KernelLimits(
                Duration.ofSeconds(10),
                512L * 1024 * 1024,
                512L * 1024 * 1024,
                262_144,
                256,
                50,
                33_554_432,
                20));
  }
}
