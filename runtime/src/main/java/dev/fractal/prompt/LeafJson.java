package dev.fractal.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the one JSON value of a reply: the whole of it, or what its code fence holds. */
final class LeafJson {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();
  private static final Pattern FENCE =
      Pattern.compile("```[a-zA-Z0-9]*[ \\t]*\\R(.*?)\\R?[ \\t]*```", Pattern.DOTALL);

  private LeafJson() {}

  static Optional<JsonNode> find(String reply) {
    return parse(reply).or(() -> fenced(reply));
  }

  private static Optional<JsonNode> fenced(String reply) {
    Matcher fence = FENCE.matcher(reply);
    return fence.find() ? parse(fence.group(1)) : Optional.empty();
  }

  private static Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(JSON.readTree(text)).filter(node -> !node.isMissingNode());
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }
}
