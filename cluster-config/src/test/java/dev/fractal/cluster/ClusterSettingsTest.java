package dev.fractal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The block {@code fractal.cluster}. */
final class ClusterSettingsTest {
  private static Config with(String line) {
    return ConfigFactory.parseString(line).withFallback(ConfigFactory.load());
  }

  @Test
  void theDefaultsAreTheDocumentedOnes() {
    assertThat(ClusterSettings.from(with("fractal.cluster.name = n1")))
        .isEqualTo(
            new ClusterSettings(
                "n1",
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(20),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)));
  }

  @Test
  void aBadKeyIsNamed() {
    assertThatThrownBy(() -> ClusterSettings.from(with("fractal.cluster.ttl = 5s")))
        .hasMessage(
            "fractal.cluster cannot be read: ttl is shorter than three times heartbeat-interval;"
                + " make it longer");
    assertThatThrownBy(() -> ClusterSettings.from(with("fractal.cluster.join-timeout = soon")))
        .hasMessageContaining("join-timeout");
    assertThatThrownBy(() -> ClusterSettings.from(with("fractal.cluster.gone-after = 100ms")))
        .hasMessageContaining("gone-after");
    assertThatThrownBy(() -> ClusterSettings.from(with("fractal.cluster.heartbeat-interval = 0s")))
        .hasMessageContaining("heartbeat-interval")
        .hasMessageContaining("must be 100ms or longer, not PT0S");
  }

  @Test
  void anAddressMayBeBehindAnother() {
    var whole =
        with(
            """
            pekko.remote.artery {
              canonical { hostname = node.example, port = 25520 }
              bind { hostname = 127.0.0.1, port = 4711 }
            }
            """);
    var canonical = Endpoint.canonical(whole);

    assertThat(canonical).hasToString("node.example:25520");
    assertThat(Endpoint.bound(whole, canonical)).isEqualTo(new Endpoint("127.0.0.1", 4711));
  }
}
