package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import java.util.Optional;

/**
 * An edge between sessions.
 *
 * @param from the session whose journal has it
 * @param call the call that made it; {@code null} when a session was derived
 * @param session the other one
 * @param head the other one's; {@code null} when it ended without one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record EdgeDocument(
    SessionId from,
    Edge.Kind kind,
    Optional<CallKey> call,
    SessionId session,
    Optional<HeadId> head) {
  public static EdgeDocument of(SessionId from, Edge edge) {
    return new EdgeDocument(from, edge.kind(), edge.call(), edge.session(), edge.head());
  }
}
