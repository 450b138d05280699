package dev.fractal.view.document;

import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One head.
 *
 * @param basis the head before it; {@code null} for the first
 * @param current whether the next turn goes on from it
 */
public record HeadDocument(
    HeadId head,
    Head.Kind kind,
    int turnId,
    Optional<HeadId> basis,
    long fromEvent,
    long toEvent,
    Instant at,
    boolean current,
    Map<String, String> variables) {
  public HeadDocument {
    variables = Map.copyOf(variables);
  }
}
