package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CliSettingsTest {
  @Test
  void theDefaultsAreThese() {
    assertThat(CliSettings.read(ConfigFactory.load()))
        .isEqualTo(new CliSettings("", "", "", Duration.ofSeconds(10), Duration.ofMillis(100)));
  }

  @Test
  void aBadKeyIsNamed() {
    var bad = ConfigFactory.parseString("fractal.cli.patience = soon");
    assertThatThrownBy(() -> CliSettings.read(bad.withFallback(ConfigFactory.load())))
        .isInstanceOf(CliException.class)
        .hasMessageContaining("patience");
  }
}
