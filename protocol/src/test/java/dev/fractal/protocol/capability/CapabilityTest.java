package dev.fractal.protocol.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CapabilityTest {
  private static final Limits LIMITS = new Limits(8, 50, 16, Limits.UNLIMITED);
  private static final Capability DEFAULT = Profile.DEFAULT.under(LIMITS);
  private static final Capability WITHOUT_TOOLS =
      new Capability(
          DEFAULT.read(),
          DEFAULT.write(),
          DEFAULT.network(),
          DEFAULT.shell(),
          DEFAULT.host(),
          Grant.deny(),
          LIMITS);
  private static final Capability TRUSTED = Profile.TRUSTED.under(LIMITS);

  @Test
  void theCanonicalTextIsStable() {
    assertThat(DEFAULT.canonical())
        .isEqualTo(
            "{\"host\":[\"ask\",\"attachRlm\",\"listFiles\",\"lm\",\"mapLm\",\"mapRlm\",\"messages\","
                + "\"readFile\",\"rlm\",\"sleep\",\"sleepUntil\",\"tell\"],"
                + "\"limits\":{\"max-children\":16,\"max-depth\":8,\"max-fanout\":50,"
                + "\"max-steps\":\"unlimited\"},\"network\":\"deny\",\"read\":[\".\"],"
                + "\"shell\":\"deny\",\"tools\":\"allow\",\"write\":\"deny\"}");
    assertThat(DEFAULT.stamp()).startsWith("sha256:").hasSize(71);
  }

  @Test
  void theOrderOfKeysAndRulesDoesNotMatter() throws JsonProcessingException {
    var json = JsonMapper.builder().build();
    var one = "{\"read\":[\"b\",\"a\",\"a/c\"],\"shell\":\"allow\"}";
    var other = "{\"shell\":[\"cat\",\"*\"],\"read\":[\"./a/\",\"b\"],\"write\":\"deny\"}";

    assertThat(json.readValue(one, Capability.class).stamp())
        .isEqualTo(json.readValue(other, Capability.class).stamp());
  }

  @Test
  void whatIsNotSaidIsDenied() {
    assertThat(Capability.of(Map.of()))
        .isEqualTo(Profile.LOCKED_DOWN.under(new Limits(0, 0, 0, 0)));
  }

  @Test
  void theProfilesAreAChain() {
    var closed = Profile.LOCKED_DOWN.under(LIMITS);

    assertThat(closed.isAtMost(DEFAULT)).isTrue();
    assertThat(DEFAULT.isAtMost(TRUSTED)).isTrue();
    assertThat(TRUSTED.isAtMost(DEFAULT)).isFalse();
    assertThat(DEFAULT.isAtMost(closed)).isFalse();
  }

  @Test
  void profilesAreFoundByTheirNames() {
    assertThat(Profile.named("locked-down")).contains(Profile.LOCKED_DOWN);
    assertThat(Profile.named("LOCKED_DOWN")).isEmpty();
  }

  @Test
  void complaintsNameTheGate() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Capability.of(Map.of("netwrok", "allow")))
        .withMessage("there is no gate 'netwrok' in a capability");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Capability.of(Map.of("read", List.of("/data/.."))))
        .withMessageStartingWith("the gate 'read' cannot be read: ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Capability.of(Map.of("limits", Map.of("max-depth", -1))))
        .withMessageContaining("max-depth");
  }

  @Test
  void anOverrideTightensWhatItNamesAndKeepsTheRest() {
    var outcome =
        Tightening.of(
                Map.of(
                    "network",
                    List.of("api.example.com:443"),
                    "write",
                    "deny",
                    "limits",
                    Map.of("max-fanout", 4)))
            .on(TRUSTED);

    assertThat(outcome)
        .isEqualTo(
            new Tightening.Tightened(
                new Capability(
                    TRUSTED.read(),
                    Grant.deny(),
                    Grant.of(HostRule.parse("api.example.com:443/public")),
                    TRUSTED.shell(),
                    TRUSTED.host(),
                    TRUSTED.tools(),
                    new Limits(8, 4, 16, Limits.UNLIMITED))));
  }

  @ParameterizedTest
  @CsvSource({
    "read, /etc",
    "read, /",
    "write, notes",
    "network, x.com",
    "shell, ls",
    "host, sh",
    "tools, fs.read"
  })
  void anOverrideThatWidensIsRefusedByTheNameOfItsGate(String gate, String rule) {
    var base = DEFAULT.meet(WITHOUT_TOOLS);
    assertThat(Tightening.of(Map.of(gate, List.of(rule))).on(base))
        .isInstanceOfSatisfying(
            Tightening.Widens.class,
            widens -> {
              assertThat(widens.gate()).isEqualTo(gate);
              assertThat(widens.message()).contains("'" + gate + "'", "'" + rule + "'");
            });
  }

  @Test
  void anOverrideDoesNotOpenPrivateAddresses() {
    for (var host : List.of("127.0.0.1:80", "localhost", "169.254.169.254", "[fd00:ec2::254]")) {
      assertThat(Tightening.of(Map.of("network", List.of(host))).on(TRUSTED))
          .isInstanceOf(Tightening.Widens.class);
    }
  }

  @Test
  void anOverrideDoesNotLiftALimit() {
    assertThat(Tightening.of(Map.of("limits", Map.of("max-depth", 9))).on(DEFAULT))
        .isInstanceOfSatisfying(
            Tightening.Widens.class, widens -> assertThat(widens.gate()).isEqualTo("limits"));
  }

  @Test
  void whateverAnOverrideGivesIsAtMostTheBase() {
    var generated = new GeneratedCapabilities(7);
    int tightened = 0;
    for (int i = 0; i < 10_000; i++) {
      var base = i % 2 == 0 ? TRUSTED : generated.next();
      if (Tightening.of(generated.next().wire()).on(base)
          instanceof Tightening.Tightened(var capability)) {
        tightened++;
        assertThat(capability.isAtMost(base)).isTrue();
      }
    }
    assertThat(tightened).isPositive();
  }
}
