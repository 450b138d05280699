package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import java.util.List;
import java.util.Optional;

/**
 * A session with its children inside it.
 *
 * @param call the call of the parent that made it; {@code null} at the top
 * @param waitsFor what an open turn waits for
 * @param own what the session used itself
 * @param subtree the same with all below it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record TreeDocument(
    SessionId sessionId,
    Optional<CallKey> call,
    SessionStatus status,
    String profile,
    int depth,
    int turns,
    int steps,
    List<String> waitsFor,
    SpendDocument own,
    SpendDocument subtree,
    List<TreeDocument> children) {
  public TreeDocument {
    waitsFor = List.copyOf(waitsFor);
    children = List.copyOf(children);
  }
}
