package dev.fractal.session.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.schema.ValueSchema;
import java.util.List;
import java.util.Optional;

/**
 * What an answer to a question has to be: one of the choices, a value that fits the schema, or a
 * text.
 */
final class AnswerTerms {
  private final List<String> choices;
  private final Optional<ValueSchema> schema;

  /**
   * Takes the terms.
   *
   * @throws IllegalArgumentException with one sentence when the schema cannot be used
   */
  AnswerTerms(List<String> choices, Optional<JsonNode> schema) {
    this.choices = choices;
    this.schema = schema.map(ValueSchema::of);
  }

  /** Why a value is no answer, for whoever gave it. */
  Optional<String> misfit(JsonNode value) {
    if (schema.isPresent()) {
      return schema.get().problem(value).map("it does not fit the schema: "::concat);
    }
    if (!value.isTextual()) {
      return Optional.of("it is not a text");
    }
    return choices.isEmpty() || choices.contains(value.asText())
        ? Optional.empty()
        : Optional.of("it is none of the choices " + String.join(", ", choices));
  }
}
