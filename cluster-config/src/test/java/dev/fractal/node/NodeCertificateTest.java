package dev.fractal.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that {@code bin/make-certificates} makes, and what can be wrong with them. */
final class NodeCertificateTest {
  @TempDir static Path made;

  @TempDir Path mine;

  @BeforeAll
  static void makeCertificates() throws IOException, InterruptedException {
    make(made.resolve("ours"), "one", "two");
    make(made.resolve("theirs"), "one");
  }

  @BeforeEach
  void takeGoodOnes() throws IOException {
    for (var file : List.of("tls.key", "tls.crt", "ca.crt")) {
      take("ours/one", file);
    }
  }

  private void take(String node, String file) throws IOException {
    Files.copy(
        made.resolve(node).resolve(file), mine.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String make(Path directory, String... names)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("sh", script().toString(), directory.toString()));
    words.addAll(List.of(names));
    var process = new ProcessBuilder(words).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return said;
  }

  private static Path script() {
    for (var place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
      if (Files.exists(place.resolve("bin/make-certificates"))) {
        return place.resolve("bin/make-certificates");
      }
    }
    throw new IllegalStateException("the tests do not run within a checkout");
  }

  private List<String> mistakes() {
    return new NodeCertificate(mine).mistakes(Instant.now());
  }

  @Test
  void whatTheScriptMakesHasNoMistake() throws IOException {
    assertThat(mistakes()).isEmpty();
    assertThat(Files.getPosixFilePermissions(made.resolve("ours/one/tls.key"))).hasSize(2);
  }

  @Test
  void theAuthorityIsKeptWhenFurtherNodesAreMade() throws IOException, InterruptedException {
    var authority = made.resolve("ours/authority/ca.crt");
    var before = Files.readString(authority);

    var said = make(made.resolve("ours"), "three");

    assertThat(Files.readString(authority)).isEqualTo(before);
    assertThat(said).contains("ours/three").doesNotContain("authority");
  }

  @Test
  void theScriptSaysWhatIsWrong() throws IOException, InterruptedException {
    assertThat(make(mine)).contains("no node was named");
    assertThat(make(mine, "../up")).contains("'../up' cannot be a name");
    assertThat(make(mine, "authority")).contains("'authority' cannot be a name");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Files.delete(mine.resolve("tls.crt"));

    assertThat(mistakes())
        .containsExactly(
            mine.resolve("tls.crt")
                + " is missing, which fractal.cluster.tls-directory promises;"
                + " bin/make-certificates makes it");
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Files.delete(mine.resolve("ca.crt"));
    Files.createDirectory(mine.resolve("ca.crt"));

    assertThat(mistakes())
        .containsExactly(
            mine.resolve("ca.crt") + " cannot be read (IOException); let the node's user read it");
  }

  @Test
  void aFileOfAnotherKindIsNamed() throws IOException {
    Files.writeString(mine.resolve("tls.key"), "no key");
    Files.writeString(mine.resolve("ca.crt"), "no certificate");

    assertThat(mistakes())
        .containsExactly(
            mine.resolve("tls.key")
                + " is not an RSA key in PEM without a password; bin/make-certificates makes it",
            mine.resolve("ca.crt")
                + " is not a certificate in PEM; bin/make-certificates makes it");
  }

  @Test
  void aKeyOfAnotherCertificateIsFound() throws IOException {
    take("ours/two", "tls.key");

    assertThat(mistakes())
        .containsExactly(
            "the key %s is not the RSA key of the certificate %s; make both together"
                .formatted(mine.resolve("tls.key"), mine.resolve("tls.crt")));
  }

  @Test
  void aCertificateOfAnotherAuthorityIsFound() throws IOException {
    take("theirs/one", "ca.crt");

    assertThat(mistakes())
        .containsExactly(
            "the certificate %s was not issued by %s, so no other node would accept it; make it anew"
                .formatted(mine.resolve("tls.crt"), mine.resolve("ca.crt")));
  }

  @Test
  void aCertificateOutsideItsTimeIsFound() {
    var certificate = new NodeCertificate(mine);

    assertThat(certificate.mistakes(Instant.now().plus(Duration.ofDays(366))))
        .singleElement()
        .asString()
        .contains("has expired at")
        .endsWith("make a new one");
    assertThat(certificate.mistakes(Instant.now().minus(Duration.ofDays(2))))
        .singleElement()
        .asString()
        .contains("is not valid before")
        .endsWith("look at this machine's clock");
  }

  @Test
  void remotingUsesTheFilesOfTheDirectory() {
    var config =
        NodeCertificate.applied(
            ConfigFactory.parseMap(Map.of("fractal.cluster.tls-directory", mine.toString()))
                .withFallback(ConfigFactory.load("postgres")));

    var ssl = config.getConfig("pekko.remote.artery.ssl");
    assertThat(config.getString("pekko.remote.artery.transport")).isEqualTo("tls-tcp");
    assertThat(ssl.getString("ssl-engine-provider")).endsWith("RotatingKeysSSLEngineProvider");
    assertThat(ssl.getString("rotating-keys-engine.key-file"))
        .isEqualTo(mine.resolve("tls.key").toString());
    assertThat(ssl.getString("rotating-keys-engine.cert-file"))
        .isEqualTo(mine.resolve("tls.crt").toString());
    assertThat(ssl.getString("rotating-keys-engine.ca-cert-file"))
        .isEqualTo(mine.resolve("ca.crt").toString());
    assertThat(ClusterCheck.mistakes(config, InstantSource.system())).isEmpty();
  }

  @Test
  void withoutADirectoryNothingChanges() {
    var plain = ConfigFactory.load("postgres");

    assertThat(NodeCertificate.applied(plain)).isSameAs(plain);
    assertThat(plain.getString("pekko.remote.artery.transport")).isEqualTo("tcp");
  }
}
