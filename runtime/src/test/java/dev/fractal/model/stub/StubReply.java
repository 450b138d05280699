package dev.fractal.model.stub;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What the stub server does with a request. */
public sealed interface StubReply {
  /**
   * Streams a text, word by word, after a delay.
   *
   * @param usage JSON object with the provider's counts; without one there are none
   * @param reason why the reply is over; without one the model came to its end by itself
   */
  record Stream(String text, Optional<String> usage, Optional<String> reason, Duration delay)
      implements StubReply {}

  /** Answers with a status, headers and an error's body. */
  record Status(int code, Map<String, String> headers, String message, Duration delay)
      implements StubReply {}

  /** Answers with a status and a body as it stands. */
  record Body(int code, String body) implements StubReply {}

  /** Sends a stream as it was recorded. */
  record Recorded(String stream) implements StubReply {}

  /** Streams a text and then one event as it stands; the response ends properly. */
  record Then(String text, String json) implements StubReply {}

  /** Streams a text and then drops the connection. */
  record Drop(String text) implements StubReply {}

  /** Streams a text (or nothing at all, not even headers) and then waits for the client to go. */
  record Hang(String text) implements StubReply {}

  /** Streams a text and ends the response properly, but without a finish reason. */
  record EndEarly(String text) implements StubReply {}

  static StubReply text(String text) {
    return new Stream(text, Optional.empty(), Optional.empty(), Duration.ZERO);
  }

  static StubReply text(String text, String usage) {
    return new Stream(text, Optional.of(usage), Optional.empty(), Duration.ZERO);
  }

  static StubReply ending(String text, String reason) {
    return new Stream(text, Optional.empty(), Optional.of(reason), Duration.ZERO);
  }

  static StubReply status(int code) {
    return status(code, Map.of());
  }

  static StubReply status(int code, Map<String, String> headers) {
    return new Status(code, headers, "stub says " + code, Duration.ZERO);
  }
}
