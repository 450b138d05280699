package dev.fractal.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.session.work.SessionServices.Patience;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SessionConfigTest {
  @Test
  void theDefaultsArePinned() {
    assertThat(SessionConfig.from(ConfigFactory.load()))
        .isEqualTo(
            new SessionConfig(
                new TurnLimits(100_000, 50, Duration.ofMinutes(30), Duration.ofMinutes(5), 16, 16),
                new Limits(4, 50, 50, 50),
                Path.of("").toAbsolutePath(),
                200_000,
                400_000,
                2,
                new Patience(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(3)),
                new SessionConfig.Asking(Duration.ofSeconds(2), Duration.ofSeconds(30)),
                600,
                100));
  }

  @Test
  void aBadValueIsNamed() {
    var bad =
        ConfigFactory.parseString("fractal.session.max-steps = many")
            .withFallback(ConfigFactory.load());
    assertThatThrownBy(() -> SessionConfig.from(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("max-steps");
  }

  @Test
  void aLimitBelowOneIsRefused() {
    var bad =
        ConfigFactory.parseString("fractal.session.parallel-calls = 0")
            .withFallback(ConfigFactory.load());
    assertThatThrownBy(() -> SessionConfig.from(bad))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parallel");
  }
}
