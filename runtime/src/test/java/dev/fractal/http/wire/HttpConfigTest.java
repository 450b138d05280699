package dev.fractal.http.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.fractal.http.live.LiveConfig;
import dev.fractal.protocol.capability.Profile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpConfigTest {
  @Test
  void theDefaultsAreThese() {
    assertThat(HttpConfig.from(ConfigFactory.load()))
        .isEqualTo(
            new HttpConfig(
                false,
                new HttpConfig.Listen(
                    "127.0.0.1",
                    8080,
                    1024,
                    512,
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(2),
                    Duration.ofSeconds(5)),
                Optional.empty(),
                new HttpConfig.Requests(
                    16 * 1024 * 1024,
                    64 * 1024 * 1024,
                    64 * 1024 * 1024,
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    4),
                new HttpConfig.Security(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    Profile.DEFAULT,
                    Optional.empty()),
                new LiveConfig(
                    1024, Duration.ofMillis(250), Duration.ofSeconds(15), Duration.ofSeconds(30)),
                new HttpConfig.Chat(Map.of(), true)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port = 65536",
        "max-request-size = 1 B",
        "max-bodies = 15 MiB",
        "max-answers = 1000",
        "header-timeout = 0s",
        "body-timeout = 0s",
        "max-wait = 3m",
        "parallel-reads = 0",
        "open-profile = root",
        "events.buffer = 1",
        "events.poll-interval = soon",
        "events.keep-alive = 2m",
        "idle-timeout = never",
        "max-connections = 0",
        "max-connections-of-one = 0",
        "health.port = -2",
        "openai.models = { a = 7 }"
      })
  void aBadKeyIsNamed(String line) {
    var bad = ConfigFactory.parseString("fractal.http { " + line + " }");
    assertThatThrownBy(() -> HttpConfig.from(bad.withFallback(ConfigFactory.load())))
        .isInstanceOf(HttpStartException.class)
        .hasMessageContaining(line.substring(0, line.indexOf(' ')));
  }

  @Test
  void aPasswordDoesNotShow() {
    var with =
        ConfigFactory.parseString("fractal.http.tls { keystore = k.p12, password = planted }")
            .withFallback(ConfigFactory.load());
    assertThat(HttpConfig.from(with).toString()).contains("k.p12").doesNotContain("planted");
  }
}
