package dev.fractal.prompt;

import com.fasterxml.jackson.databind.JsonNode;

/** The form that a leaf's answer has. */
public sealed interface LeafMode {
  /** Text as the model wrote it. */
  record Text() implements LeafMode {}

  /** Any JSON value. */
  record Json() implements LeafMode {}

  /** A JSON value that a JSON Schema admits. */
  record Schema(JsonNode schema) implements LeafMode {}

  /**
   * Reads the {@code mode} argument of {@code lm} and {@code mapLm}; a missing one is text.
   *
   * @throws IllegalArgumentException with one sentence if it is none of the three
   */
  static LeafMode read(JsonNode mode) {
    if (mode.isMissingNode() || mode.isNull()) {
      return new Text();
    }
    if (mode.isObject()) {
      return new Schema(mode);
    }
    return switch (mode.asText()) {
      case "text" -> new Text();
      case "json" -> new Json();
      default ->
          throw new IllegalArgumentException(
              "the mode of a leaf is \"text\", \"json\" or a JSON Schema object, not " + mode);
    };
  }
}
