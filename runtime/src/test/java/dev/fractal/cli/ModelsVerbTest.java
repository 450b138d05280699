package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.model.ModelSpecException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsVerbTest {
  private static final String KEY = "sk-very-secret-1234";

  @TempDir Path directory;

  private CommandLineRig rig() {
    return new CommandLineRig(directory);
  }

  @Test
  void aKeyIsThereOrNotAndNeverShown() {
    var rig = rig();
    rig.variables.put("ANTHROPIC_API_KEY", KEY);
    rig.variables.put("GEMINI_API_KEY", " ");

    var outcome = rig.run("models");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out())
        .contains("ANTHROPIC_API_KEY is set")
        .contains("GEMINI_API_KEY is not set")
        .contains("OLLAMA_API_KEY is not set, not needed")
        .doesNotContain(KEY);
    assertThat(outcome.err()).isEmpty();
    assertThat(rig.launches).isZero();
  }

  @Test
  void theDocumentHasEveryProvider() {
    var rig = rig();
    rig.variables.put("ANTHROPIC_API_KEY", KEY);

    var outcome = rig.run("models", "--json");
    JsonNode providers = outcome.json().path("providers");

    assertThat(outcome.out()).doesNotContain(KEY);
    assertThat(providers.findValuesAsText("provider"))
        .containsExactly("openai", "anthropic", "gemini", "ollama");
    assertThat(providers.get(1).path("key").toString())
        .isEqualTo("{\"variable\":\"ANTHROPIC_API_KEY\",\"present\":true,\"needed\":true}");
    assertThat(providers.get(1).path("prices").path("source").asText()).startsWith("https://");
    assertThat(providers.at("/1/prices/models/claude-haiku-4-5").toString())
        .isEqualTo(
            "{\"input\":1,\"cached\":0.1,\"written\":1.25,\"output\":5,\"asOf\":\"2026-11-22\"}");
    assertThat(providers.at("/2/prices/models/gemini-2.5-pro/upTo").asInt()).isEqualTo(200_000);
    assertThat(providers.at("/3/prices/models")).isEmpty();
  }

  @Test
  void theRolesHaveTheModelsThatNewSessionsGet() {
    var rig = rig();
    rig.variables.put("FRACTAL_MODEL", "anthropic:claude-haiku-4-5-20251001");

    var outcome = rig.run("models");

    assertThat(outcome.out())
        .containsPattern("root +anthropic:claude-haiku-4-5-20251001 +1 in, 0.1 cached, 5 out")
        .containsPattern("leaf +anthropic:claude-haiku-4-5-20251001 ");
    assertThat(rig.checkedModels).contains("anthropic:claude-haiku-4-5-20251001");
  }

  @Test
  void aModelWithoutAPriceCostsUnknown() {
    var rig = rig();
    rig.variables.put("FRACTAL_MODEL", "ollama:qwen3:8b");

    assertThat(rig.run("models").out()).containsPattern("root +ollama:qwen3:8b +unknown");
    assertThat(rig.run("models", "--json").json().at("/roles/0/price").asText())
        .isEqualTo("unknown");
  }

  @Test
  void aModelThatCannotBeUsedSaysWhy() {
    var rig = rig();
    rig.variables.put("FRACTAL_MODEL", "gemini:x");
    rig.models =
        spec -> {
          throw new ModelSpecException("the model '" + spec + "' needs a key");
        };

    assertThat(rig.run("models").out()).contains("the model 'gemini:x' needs a key");
    assertThat(rig.run("models", "--json").json().at("/roles/2/problem").asText())
        .contains("needs a key");
  }

  @Test
  void withoutAModelNoneIsChosen() {
    var outcome = rig().run("models", "--json");

    assertThat(outcome.exit()).isZero();
    assertThat(outcome.json().at("/roles/0/model").isNull()).isTrue();
    assertThat(rig().run("models").out()).contains("none chosen");
  }
}
