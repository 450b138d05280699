package dev.fractal.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The manifests of {@code docs/deploy} say what the configuration and the routes say. */
final class ManifestsTest {
  private static final Settings SETTINGS = Settings.read();
  private static final Set<String> ROUTES = routes();

  /** What the server's own description lists. */
  private static Set<String> routes() {
    try (var in = ManifestsTest.class.getResourceAsStream("/dev/fractal/http/openapi.json")) {
      assertThat(in).as("the description of the routes").isNotNull();
      return new JsonMapper()
          .readTree(in).path("paths").properties().stream()
              .map(Map.Entry::getKey)
              .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theManifestsAgreeWithTheNode() {
    assertThat(Audit.differences(Manifests.read(), SETTINGS, ROUTES)).isEmpty();
  }

  @Test
  void everyDocumentIsAnObjectWithAName() {
    assertThat(Manifests.read().objects())
        .hasSizeGreaterThanOrEqualTo(8)
        .allSatisfy(
            object -> {
              assertThat(object.path("apiVersion").asText()).isNotEmpty();
              assertThat(object.path("kind").asText()).isNotEmpty();
            });
  }

  @Test
  void everyFileIsAppliedButTheTemplateOfSecrets() {
    var manifests = Manifests.read();

    assertThat(manifests.applied()).containsExactlyInAnyOrderElementsOf(manifests.files());
  }

  @Test
  void threeNodesRunWithTheProfileForContainers() {
    var manifests = Manifests.read();

    assertThat(manifests.services()).hasSize(3);
    assertThat(manifests.services())
        .allSatisfy(node -> assertThat(node.path("command").toString()).contains("\"kubernetes\""));
    assertThat(manifests.container().path("args").toString()).contains("\"kubernetes\"");
    assertThat(SETTINGS.profile().getBoolean("fractal.http.enabled")).isTrue();
    assertThat(manifests.compose().at("/services/postgres/image").asText())
        .isEqualTo("postgres:16");
  }

  @Test
  void podsAreConfinedAndLeaveOneByOne() {
    var manifests = Manifests.read();

    assertThat(manifests.pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(manifests.container().at("/securityContext/readOnlyRootFilesystem").asBoolean())
        .isTrue();
    assertThat(
            manifests.object("PodDisruptionBudget", "fractal").at("/spec/maxUnavailable").asInt())
        .isEqualTo(1);
    assertThat(
            manifests
                .object("Deployment", "fractal")
                .at("/spec/strategy/rollingUpdate/maxUnavailable")
                .asInt(-1))
        .isZero();
  }

  @Test
  void noSecretIsUsable() {
    assertThat(Manifests.read().objects())
        .filteredOn(object -> object.path("kind").asText().equals("Secret"))
        .isNotEmpty()
        .allSatisfy(
            secret ->
                assertThat(secret.path("stringData"))
                    .allSatisfy(value -> assertThat(value.asText()).startsWith("REPLACE-ME")));
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        arguments("containerPort: 8080", "containerPort: 8083", "the container's ports"),
        arguments("containerPort: 25520", "containerPort: 25521", "the container's ports"),
        arguments("port: 25520", "port: 2552", "the policy's ports"),
        arguments("port: 8080, targetPort", "port: 80, targetPort", "the service's port"),
        arguments("EXPOSE 25520 8080 8081", "EXPOSE 25520 8080", "the image's ports"),
        arguments("127.0.0.1:8082:8080", "127.0.0.1:8082:80", "127.0.0.1:8082:80"),
        arguments("/127.0.0.1/8081 ", "/127.0.0.1/8080 ", "health check does not ask"),
        arguments("path: /health/ready", "path: /ready", "/ready, which a node does not serve"),
        arguments("GET /health/ready", "GET /healthy", "health check asks /healthy"),
        arguments("name: FRACTAL_TLS_DIR", "name: FRACTAL_TLS", "variable FRACTAL_TLS"),
        arguments("FRACTAL_HOST: node-2", "FRACTAL_HOSTNAME: node-2", "FRACTAL_HOSTNAME"),
        arguments("fractal-database, key: password", "fractal-database, key: word", "no key word"),
        arguments("mountPath: /etc/fractal/tls", "mountPath: /etc/tls", "nothing is mounted"),
        arguments("/tls/node-1:/etc/fractal/tls", "/tls/node-1:/tls", "nothing is mounted"),
        arguments("selector: {app: fractal}", "selector: {app: node}", "the service's selector"),
        arguments("GracePeriodSeconds: 90", "GracePeriodSeconds: 30", "30 s to leave"),
        arguments("stop_grace_period: 90s", "stop_grace_period: 10s", "10 s to leave"));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void aChangeIsFound(String from, String to, String sentence) {
    var changed = Manifests.read(text -> text.replace(from, to));

    assertThat(Audit.differences(changed, SETTINGS, ROUTES))
        .as("after %s became %s", from, to)
        .anyMatch(difference -> difference.contains(sentence));
  }
}
