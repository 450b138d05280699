package dev.fractal.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.fractal.model.ModelRequest.Speaker;
import org.junit.jupiter.api.Test;

class LeafPromptTest {
  private static JsonNode json(String text) throws JsonProcessingException {
    return new JsonMapper().readTree(text);
  }

  @Test
  void theNewestMessageIsTheQueryAndTheInput() {
    LeafPrompt prompt = LeafPrompt.of("the input", "the query", new LeafMode.Text());

    assertThat(prompt.newest()).isEqualTo("the query\n\nthe input");
    assertThat(prompt.messages()).hasSize(2);
    assertThat(prompt.messages().getFirst().speaker()).isEqualTo(Speaker.SYSTEM);
    assertThat(prompt.messages().getLast().text()).isEqualTo(prompt.newest());
  }

  @Test
  void leavesOfOneModeShareTheirSystemPrompt() throws JsonProcessingException {
    LeafMode schema = LeafMode.read(json("{\"type\":\"integer\"}"));

    assertThat(LeafPrompt.of("a", "q", schema).messages().getFirst())
        .isEqualTo(LeafPrompt.of("b", "r", schema).messages().getFirst());
    assertThat(LeafPrompt.of("a", "q", schema).messages().getFirst().text())
        .contains("{\"type\":\"integer\"}");
  }

  @Test
  void aModeIsAWordOrASchema() throws JsonProcessingException {
    assertThat(LeafMode.read(json("\"text\""))).isEqualTo(new LeafMode.Text());
    assertThat(LeafMode.read(json("null"))).isEqualTo(new LeafMode.Text());
    assertThat(LeafMode.read(MissingNode.getInstance())).isEqualTo(new LeafMode.Text());
    assertThat(LeafMode.read(json("\"json\""))).isEqualTo(new LeafMode.Json());
    assertThat(LeafMode.read(json("{}"))).isInstanceOf(LeafMode.Schema.class);
    assertThatThrownBy(() -> LeafMode.read(json("\"xml\""))).hasMessageContaining("\"xml\"");
    assertThatThrownBy(() -> LeafMode.read(json("[1]"))).hasMessageContaining("[1]");
  }
}
