package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.client.ClusterLauncher;
import dev.fractal.protocol.ModelChoice;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelOptionsTest {
  private static final CliSettings CONFIGURED =
      new CliSettings(
          "openai:root", "openai:child", "ollama:leaf", Duration.ofSeconds(10), Duration.ZERO);

  private static CliEnvironment environment(Map<String, String> variables) {
    var nowhere = new PrintStream(OutputStream.nullOutputStream());
    ClusterLauncher clusters =
        _ -> {
          throw new AssertionError("no cluster is needed");
        };
    var launchers =
        new Launchers(
            (_, _, _) -> {
              throw new AssertionError("no node is needed");
            },
            _ -> {
              throw new AssertionError("no store is needed");
            },
            _ -> List.of(),
            clusters,
            _ -> {},
            text -> text);
    var console =
        new Console(InputStream.nullInputStream(), nowhere, nowhere, Console.Terminals.NONE);
    return new CliEnvironment(console, variables, Path.of(""), launchers, _ -> () -> {});
  }

  private static ModelChoice chosen(ModelOptions options, Map<String, String> variables) {
    return options.forNew(new Invocation(environment(variables), false), CONFIGURED);
  }

  @Test
  void theConfigurationChoosesForEachRole() {
    assertThat(chosen(new ModelOptions(), Map.of()))
        .isEqualTo(new ModelChoice("openai:root", "openai:child", "ollama:leaf"));
  }

  @Test
  void theEnvironmentChoosesTheRootsModel() {
    assertThat(chosen(new ModelOptions(), Map.of("FRACTAL_MODEL", "gemini:g")))
        .isEqualTo(new ModelChoice("gemini:g", "openai:child", "ollama:leaf"));
  }

  @Test
  void aModelOnTheCommandLineIsForAllRolesThatItDoesNotNameThemselves() {
    var options = new ModelOptions();
    options.model = "anthropic:a";
    assertThat(chosen(options, Map.of())).isEqualTo(ModelChoice.all("anthropic:a"));

    options.leafModel = "anthropic:b";
    assertThat(chosen(options, Map.of()))
        .isEqualTo(new ModelChoice("anthropic:a", "anthropic:a", "anthropic:b"));
  }

  @Test
  void aRoleOnTheCommandLineWinsOverTheConfiguration() {
    var options = new ModelOptions();
    options.childModel = "anthropic:b";

    assertThat(chosen(options, Map.of()))
        .isEqualTo(new ModelChoice("openai:root", "anthropic:b", "ollama:leaf"));
  }
}
