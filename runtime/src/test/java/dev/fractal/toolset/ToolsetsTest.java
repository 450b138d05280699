package dev.fractal.toolset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.spec.Authority;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a node's toolsets a session may use. */
final class ToolsetsTest {
  private final Toolset probe = new FakeToolset("Gives the text back.");
  private final Toolsets toolsets = new Toolsets(List.of(probe));

  private Authority authority(Object tools, Map<String, String> stamps) {
    return new Authority("default", Capability.of(Map.of("tools", tools)), "", stamps);
  }

  @Test
  void aSessionMayUseWhatItsCapabilityAdmits() {
    var stamps = toolsets.stamps();

    assertThat(toolsets.granted(authority("allow", stamps)))
        .isEqualTo(Set.of("probe.echo", "probe.fail", "probe.wait"));
    assertThat(toolsets.granted(authority(List.of("probe.echo"), stamps)))
        .isEqualTo(Set.of("probe.echo"));
    assertThat(toolsets.granted(authority(List.of("other.*"), stamps))).isEmpty();
    assertThat(toolsets.granted(authority("deny", stamps))).isEmpty();
  }

  @Test
  void aSessionThatWasStartedWithoutAToolsetHasNoneOfIt() {
    assertThat(toolsets.granted(authority("allow", Map.of()))).isEmpty();
    assertThat(toolsets.documented(authority("allow", Map.of()))).isEmpty();
  }

  @Test
  void onlyAToolsetThatASessionMayUseIsMissed() {
    var other = Map.of("probe", "sha256:other");

    assertThat(Toolsets.missing(authority("allow", toolsets.stamps()), other)).contains("probe");
    assertThat(Toolsets.missing(authority("allow", toolsets.stamps()), Map.of())).contains("probe");
    assertThat(Toolsets.missing(authority("deny", toolsets.stamps()), Map.of())).isEmpty();
    assertThat(Toolsets.missing(authority("allow", Map.of()), other)).isEmpty();
  }

  @Test
  void whatASessionMayUseIsDocumentedAndNothingElse() {
    assertThat(toolsets.documented(authority(List.of("probe.echo"), toolsets.stamps())))
        .contains("* probe.echo({", ") – Gives the text back.")
        .doesNotContain("fail");
  }

  @Test
  void aStampIsOfEverythingThatIsSaid() {
    assertThat(new FakeToolset("Gives it back.").stamp()).isNotEqualTo(probe.stamp());
  }

  @Test
  void twoOfOneNameAreRefused() {
    assertThatThrownBy(() -> new Toolsets(List.of(probe, probe)))
        .hasMessageContaining("two toolsets 'probe'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Math", "lm", "inputs", "let", "a.b", "", "9a", "wait-for"})
  void aNameThatCellsCannotUseIsRefused(String namespace) {
    assertThatThrownBy(() -> new Toolsets(List.of(named(namespace))))
        .isInstanceOf(ToolsetUnusable.class)
        .hasMessageContaining("'" + namespace + "' cannot be a toolset's name");
  }

  private static Toolset named(String namespace) {
    return new Toolset() {
      @Override
      public String namespace() {
        return namespace;
      }

      @Override
      public List<ToolFunction> functions() {
        return List.of();
      }

      @Override
      public String call(String function, String arguments) {
        return "null";
      }
    };
  }
}
