package dev.fractal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.cluster.Membership;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.membership.ClusterRig;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node with a mistake in its configuration says so in one sentence and joins nobody. */
final class ClusterCheckTest {
  private static Config postgres(String... lines) {
    return ConfigFactory.parseString(String.join("\n", lines))
        .withFallback(ConfigFactory.load("postgres"));
  }

  private static Config kubernetes(String... lines) {
    return ConfigFactory.parseString(String.join("\n", lines))
        .withFallback(ConfigFactory.load("kubernetes"));
  }

  @Test
  void theProfileHasNoMistake() {
    assertThat(ClusterCheck.mistakes(postgres(), InstantSource.system())).isEmpty();
    assertThatCode(() -> ClusterCheck.require(postgres(), InstantSource.system()))
        .doesNotThrowAnyException();
  }

  @Test
  void aJournalThatIsNotSharedIsRefused() {
    assertThat(ClusterCheck.mistakes(postgres("fractal.store.kind = h2"), InstantSource.system()))
        .containsExactly(
            "the journal in .fractal is not shared, so a node that dies would take its sessions"
                + " with it; set fractal.store.kind = postgres, or use --profile local");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pekko.cluster.downing-provider-class = \"\"",
        "pekko.cluster.split-brain-resolver.active-strategy = off"
      })
  void aSplitBrainResolverThatIsOffIsRefused(String line) {
    assertThat(ClusterCheck.mistakes(postgres(line), InstantSource.system()))
        .containsExactly(
            "the split-brain resolver is off, so the halves of a broken network would both go on;"
                + " set pekko.cluster.downing-provider-class ="
                + " \"org.apache.pekko.cluster.sbr.SplitBrainResolverProvider\" and an"
                + " active-strategy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "0.0.0.0", "no-such-host.invalid"})
  void plainTextOverANetworkIsRefused(String host) {
    assertThat(
            ClusterCheck.mistakes(
                postgres("pekko.remote.artery.canonical.hostname = \"%s\"".formatted(host)),
                InstantSource.system()))
        .containsExactly(plainText(host));
  }

  @Test
  void plainTextIsRefusedWhereANodeOnlyListensToANetwork() {
    assertThat(
            ClusterCheck.mistakes(
                postgres("pekko.remote.artery.bind.hostname = \"0.0.0.0\""),
                InstantSource.system()))
        .containsExactly(plainText("127.0.0.1"));
  }

  private static String plainText(String host) {
    return "nodes at "
        + host
        + " would talk to each other in plain text; set FRACTAL_TLS_DIR"
        + " (fractal.cluster.tls-directory) to a directory of bin/make-certificates, use a loopback"
        + " address, or name a network that encrypts by itself in"
        + " fractal.cluster.encrypted-networks";
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.8.0.1", "localhost", "::1"})
  void plainTextOnThisMachineIsFine(String host) {
    assertThat(
            ClusterCheck.mistakes(
                postgres("pekko.remote.artery.canonical.hostname = \"%s\"".formatted(host)),
                InstantSource.system()))
        .isEmpty();
  }

  @Test
  void javaSerializationIsRefused() {
    assertThat(
            ClusterCheck.mistakes(
                postgres("pekko.actor.allow-java-serialization = on"), InstantSource.system()))
        .containsExactly(
            "Java serialization is on, with which a message from a network can run any code; set"
                + " pekko.actor.allow-java-serialization = off");
    assertThat(postgres().getBoolean("pekko.actor.allow-java-serialization")).isFalse();
    assertThat(kubernetes().getBoolean("pekko.actor.allow-java-serialization")).isFalse();
  }

  @Test
  void aCountOfNoShardsIsRefused() {
    assertThat(
            ClusterCheck.mistakes(
                postgres("pekko.cluster.sharding.number-of-shards = 0"), InstantSource.system()))
        .containsExactly(
            "pekko.cluster.sharding.number-of-shards is 0; use 1 or more, 128 is the default");
  }

  @Test
  void aCountOfShardsOtherThanTheDatabasesIsRefused() throws IOException {
    try (var rig = new ClusterRig()) {
      join(rig, 128);
      assertThatCode(() -> join(rig, 128)).doesNotThrowAnyException();
      assertThatThrownBy(() -> join(rig, 64))
          .isInstanceOf(StoreException.class)
          .hasMessageMatching(
              "this node has 64 shards but the database at \\S+ was made with 128; set"
                  + " pekko\\.cluster\\.sharding\\.number-of-shards = 128");
    }
  }

  private static void join(ClusterRig rig, int shards) throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    var config =
        postgres(
            "pekko.cluster.sharding.number-of-shards = " + shards,
            "pekko.remote.artery.canonical.port = " + port);
    Membership.open(config, rig.store(), LocalNode.SYSTEM).close();
  }

  @Test
  void aPodWithoutAnAddressIsRefused() {
    assertThat(ClusterCheck.mistakes(kubernetes(), InstantSource.system()))
        .containsExactly(
            "the node has no address; set POD_IP (the field status.podIP) or FRACTAL_HOST to the"
                + " one at which the other nodes reach it");
  }

  @Test
  void aPodWithoutCertificatesIsRefused() {
    assertThat(
            ClusterCheck.mistakes(
                kubernetes("pekko.remote.artery.canonical.hostname = \"10.1.2.3\""),
                InstantSource.system()))
        .containsExactly(plainText("10.1.2.3"));
  }

  @Test
  void everyMistakeIsNamedAtOnce() {
    var bad =
        postgres(
            "fractal.store.kind = h2",
            "pekko.cluster.sharding.number-of-shards = -1",
            "pekko.remote.artery.canonical.hostname = \"10.1.2.3\"");

    assertThat(ClusterCheck.mistakes(bad, InstantSource.system())).hasSize(3);
    assertThatThrownBy(() -> ClusterCheck.require(bad, InstantSource.system()))
        .isInstanceOf(BadConfigurationException.class)
        .message()
        .hasLineCount(3);
  }

  @Test
  void aValueOfTheWrongKindIsNamed() {
    assertThat(
            ClusterCheck.mistakes(
                postgres("pekko.cluster.sharding.number-of-shards = many"), InstantSource.system()))
        .singleElement()
        .asString()
        .contains("number-of-shards");
  }
}
