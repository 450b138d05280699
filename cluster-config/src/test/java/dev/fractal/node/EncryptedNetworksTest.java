package dev.fractal.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that encrypt by themselves are named, and no others are taken for one. */
final class EncryptedNetworksTest {
  private static Config at(String host, String networks) {
    return ConfigFactory.parseString(
            """
            fractal.store.postgres { url = "jdbc:postgresql://db/x", user = u, password = p }
            pekko.remote.artery.canonical.hostname = "%s"
            fractal.cluster.encrypted-networks = [%s]
            """
                .formatted(host, networks))
        .withFallback(ConfigFactory.load("postgres"));
  }

  @Test
  void plainRemotingIsForLoopback() {
    assertThat(ClusterCheck.mistakes(at("127.0.0.1", ""), InstantSource.system())).isEmpty();
    assertThat(ClusterCheck.mistakes(at("10.8.1.2", ""), InstantSource.system()))
        .singleElement()
        .asString()
        .startsWith("nodes at 10.8.1.2 would talk to each other in plain text")
        .contains("fractal.cluster.encrypted-networks");
  }

  @ParameterizedTest
  @CsvSource({
    "10.8.1.2,      10.8.0.0/16,  true",
    "10.8.1.2,      10.8.1.2/32,  true",
    "10.8.1.2,      0.0.0.0/0,    true",
    "10.9.1.2,      10.8.0.0/16,  false",
    "10.8.1.130,    10.8.1.0/25,  false",
    "fd00::1:2,     fd00::/8,     true",
    "fd00::1:2,     0.0.0.0/0,    false",
    "db.example,    0.0.0.0/0,    false",
  })
  void aNetworkThatEncryptsByItselfTakesItsOwnAddresses(
      String host, String network, boolean accepted) {
    assertThat(
            ClusterCheck.mistakes(at(host, '"' + network + '"'), InstantSource.system()).isEmpty())
        .isEqualTo(accepted);
  }

  @ParameterizedTest
  @CsvSource({"10.8.0.0", "10.8.0.0/33", "example.org/8", "/8"})
  void whatIsNoNetworkIsNamed(String text) {
    assertThat(ClusterCheck.mistakes(at("10.8.1.2", '"' + text + '"'), InstantSource.system()))
        .contains(
            "fractal.cluster.encrypted-networks has '%s'; write a network like 10.8.0.0/16"
                .formatted(text));
  }
}
