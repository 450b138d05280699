package dev.fractal.http.openai;

import dev.fractal.view.Json;

/** The value of a turn as the content of a message. */
final class AnswerText {
  private AnswerText() {}

  /** A text as it is, any other value as JSON. */
  static String of(String json) {
    var value = Json.parsed(json);
    return value.isTextual() ? value.textValue() : json;
  }
}
