package dev.fractal.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The block {@code fractal.telemetry.traces}. */
final class TraceConfigTest {
  private static final String ON =
      "fractal.telemetry.traces.endpoint = \"http://c:4318/v1/traces\"";

  private static Config with(String lines) {
    return ConfigFactory.parseString(lines)
        .withFallback(
            ConfigFactory.parseString(
                "pekko.remote.artery.canonical { hostname = h, port = 25520 }"))
        .withFallback(ConfigFactory.load());
  }

  @Test
  void tracesAreOff() {
    assertThat(TraceConfig.from(with(""))).isEmpty();
  }

  @Test
  void theDefaultsAreTheDocumentedOnes() {
    assertThat(TraceConfig.from(with(ON), Map.of()))
        .contains(
            new TraceConfig(
                URI.create("http://c:4318/v1/traces"),
                "h:25520",
                Optional.empty(),
                Duration.ofSeconds(10),
                10_000,
                Duration.ofSeconds(2)));
  }

  @Test
  void aNodeIsCalledWhatPeopleCallIt() {
    assertThat(TraceConfig.from(with(ON + "\nfractal.cluster.name = n1"), Map.of()))
        .get()
        .extracting(TraceConfig::node)
        .isEqualTo("n1");
  }

  @Test
  void theAuthorizationComesFromTheEnvironmentAndIsNotShown() {
    var read = TraceConfig.from(with(ON), Map.of("FRACTAL_TRACES_AUTHORIZATION", "Bearer t"));
    assertThat(read)
        .get()
        .extracting(TraceConfig::authorization)
        .isEqualTo(Optional.of("Bearer t"));
    assertThat(read).get().asString().doesNotContain("Bearer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fractal.telemetry.traces.endpoint = \"c:4318\"",
        "fractal.telemetry.traces.endpoint = \"ftp://c/v1/traces\"",
        "fractal.telemetry.traces.endpoint = \"http://u:p@c/v1/traces\"",
        "fractal.telemetry.traces.endpoint = \"http://c d\"",
        "fractal.telemetry.traces.timeout = 0s",
        "fractal.telemetry.traces.queue = 0",
        "fractal.telemetry.traces.flush-within = soon",
      })
  void aBadKeyIsNamed(String line) {
    var key = line.substring(0, line.indexOf(' '));
    assertThatThrownBy(() -> TraceConfig.from(with(line), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("fractal.telemetry.traces cannot be read: ")
        .hasMessageContaining(key);
  }
}
