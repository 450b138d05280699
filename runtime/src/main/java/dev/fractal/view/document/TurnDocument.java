package dev.fractal.view.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.protocol.HeadId;
import java.time.Instant;
import java.util.Optional;

/** A turn of a session. */
public sealed interface TurnDocument {
  /**
   * It waits or runs.
   *
   * @param status {@code queued} or {@code running}
   * @param opened {@code null} while it waits
   */
  record Open(
      int turnId,
      String requestId,
      String message,
      String status,
      Optional<Instant> opened,
      Optional<HeadId> head)
      implements TurnDocument {}

  /**
   * It has ended.
   *
   * @param value what {@code FINAL} was given, else {@code null}
   * @param error {@code null} when it ended with {@code FINAL}
   * @param head what its end published
   */
  record Ended(
      int turnId,
      String requestId,
      String message,
      String status,
      JsonNode value,
      int steps,
      TokensDocument usage,
      CostDocument cost,
      Optional<ErrorDocument> error,
      Instant ended,
      Optional<Instant> opened,
      Optional<HeadId> head)
      implements TurnDocument {}
}
