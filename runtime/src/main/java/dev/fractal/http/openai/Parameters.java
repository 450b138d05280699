package dev.fractal.http.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Which fields of a request have an effect, which have none, and which are refused. */
final class Parameters {
  private static final Set<String> USED =
      Set.of(
          "model", "messages", "stream", "stream_options", "metadata", "user", "response_format");

  /** Hints: how a session samples and how far it may go is said by its settings. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "temperature",
          "top_p",
          "max_tokens",
          "max_completion_tokens",
          "presence_penalty",
          "frequency_penalty",
          "seed",
          "store",
          "service_tier",
          "prompt_cache_key",
          "prompt_cache_retention",
          "safety_identifier",
          "verbosity",
          "reasoning_effort",
          "parallel_tool_calls");

  /** What would change the answer's form, with the values that change nothing. */
  private static final Map<String, Predicate<JsonNode>> REFUSED =
      Map.ofEntries(
          Map.entry("n", value -> value.isIntegralNumber() && value.asLong() == 1),
          Map.entry("tools", Messages::isNothing),
          Map.entry("functions", Messages::isNothing),
          Map.entry("tool_choice", Parameters::isNoTool),
          Map.entry("function_call", Parameters::isNoTool),
          Map.entry("logprobs", Messages::isNothing),
          Map.entry("top_logprobs", value -> value.isIntegralNumber() && value.asLong() == 0),
          Map.entry("logit_bias", Messages::isNothing),
          Map.entry("audio", Messages::isNothing),
          Map.entry("modalities", value -> value.toString().equals("[\"text\"]")),
          Map.entry("stop", Messages::isNothing),
          Map.entry("prediction", Messages::isNothing),
          Map.entry("web_search_options", Messages::isNothing));

  private Parameters() {}

  static void check(ObjectNode body) {
    for (var field : body.properties()) {
      var name = field.getKey();
      var harmless = REFUSED.get(name);
      if (harmless == null) {
        if (!USED.contains(name) && !WITHOUT_EFFECT.contains(name)) {
          throw ChatRefusal.unsupported(shortened(name), "is unknown here; leave it out");
        }
      } else if (!field.getValue().isNull() && !harmless.test(field.getValue())) {
        throw ChatRefusal.unsupported(name, "is nothing that sessions can do; leave it out");
      }
    }
  }

  private static boolean isNoTool(JsonNode value) {
    return value.asText().equals("none") || value.asText().equals("auto");
  }

  static String shortened(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100) + "…";
  }
}
