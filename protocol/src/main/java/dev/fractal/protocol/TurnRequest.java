package dev.fractal.protocol;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a caller asks of a turn.
 *
 * @param requestId the caller's idempotency key, 1 to 200 characters: the same key never makes a
 *     second turn
 * @param inputs inputs that join the session's, replacing those of the same name
 * @param models replaces the session's models from this turn on
 * @param maxSteps tightens the session's limit for this turn
 * @param timeout tightens the session's turn timeout for this turn
 * @param schema JSON Schema that the value given to {@code FINAL} must fit
 */
public record TurnRequest(
    String requestId,
    Content message,
    Map<String, InputRef> inputs,
    Optional<ModelChoice> models,
    Optional<Integer> maxSteps,
    Optional<Duration> timeout,
    Optional<Content> schema) {
  /** Characters of the longest request id. */
  public static final int LONGEST_ID = 200;

  public TurnRequest {
    if (requestId.isBlank() || requestId.length() > LONGEST_ID) {
      throw new IllegalArgumentException("a request id has 1 to 200 characters");
    }
    inputs = Map.copyOf(inputs);
  }

  public static TurnRequest of(String requestId, String message) {
    return new TurnRequest(
        requestId,
        Content.inline(message),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** The same request for a value that fits a JSON Schema. */
  public TurnRequest withSchema(Content text) {
    return new TurnRequest(
        requestId, message, inputs, models, maxSteps, timeout, Optional.of(text));
  }
}
