package dev.fractal.model.openai;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What the stub server does with a request. */
sealed interface StubReply {
  /**
   * Streams a text, word by word, after a delay.
   *
   * @param usage JSON object of the usage chunk; without one there is no such chunk
   */
  record Stream(String text, Optional<String> usage, Duration delay) implements StubReply {}

  /** Answers with a status, headers and a JSON body. */
  record Status(int code, Map<String, String> headers, String body, Duration delay)
      implements StubReply {}

  /** Streams a text and then drops the connection. */
  record Drop(String text) implements StubReply {}

  /** Streams a text (or nothing at all, not even headers) and then waits for the client to go. */
  record Hang(String text) implements StubReply {}

  /** Streams a text and ends the response properly, but without a finish reason. */
  record EndEarly(String text) implements StubReply {}

  static StubReply text(String text) {
    return new Stream(text, Optional.empty(), Duration.ZERO);
  }

  static StubReply text(String text, String usage) {
    return new Stream(text, Optional.of(usage), Duration.ZERO);
  }

  static StubReply status(int code) {
    return status(code, Map.of());
  }

  static StubReply status(int code, Map<String, String> headers) {
    String body = "{\"error\":{\"message\":\"stub says " + code + "\",\"type\":\"stub\"}}";
    return new Status(code, headers, body, Duration.ZERO);
  }
}
