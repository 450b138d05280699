package dev.fractal.protocol;

import dev.fractal.protocol.capability.Approvals;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * @param approve functions that need a person's yes in this turn and in the children that it has,
 *     besides those of the session; as {@link Approvals} has them
 */
public record TurnRequest(
    String requestId,
    Content message,
    Map<String, InputRef> inputs,
    Optional<ModelChoice> models,
    Optional<Integer> maxSteps,
    Optional<Duration> timeout,
    Optional<Content> schema,
    List<String> approve) {
  /** Characters of the longest request id. */
  public static final int LONGEST_ID = 200;

  public TurnRequest {
    if (requestId.isBlank() || requestId.length() > LONGEST_ID) {
      throw new IllegalArgumentException("a request id has 1 to 200 characters");
    }
    inputs = Map.copyOf(inputs);
    // A node of the version before says nothing of approvals.
    approve = new Approvals(Objects.requireNonNullElse(approve, List.of())).names();
  }

  /** One that needs no approvals of its own. */
  public TurnRequest(
      String requestId,
      Content message,
      Map<String, InputRef> inputs,
      Optional<ModelChoice> models,
      Optional<Integer> maxSteps,
      Optional<Duration> timeout,
      Optional<Content> schema) {
    this(requestId, message, inputs, models, maxSteps, timeout, schema, List.of());
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
        requestId, message, inputs, models, maxSteps, timeout, Optional.of(text), approve);
  }

  /** The same request with more functions that need a person's yes. */
  public TurnRequest needing(Approvals more) {
    return new TurnRequest(
        requestId,
        message,
        inputs,
        models,
        maxSteps,
        timeout,
        schema,
        approvals().union(more).names());
  }

  /** What needs a person's yes in this turn, besides what the session says. */
  public Approvals approvals() {
    return approve.isEmpty() ? Approvals.NONE : new Approvals(approve);
  }
}
