package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * A lineage fact: another session's head came out of this session's work, or the other way round.
 *
 * @param call the host call that made the edge; none when a session was derived
 * @param head the other session's head; none when it ended without one
 */
public record Edge(Kind kind, Optional<CallKey> call, SessionId session, Optional<HeadId> head) {
  /** The edge to a child that a call had do its turn. */
  public static Edge invocation(CallKey call, SessionId child, Optional<HeadId> head) {
    return new Edge(Kind.INVOCATION, Optional.of(call), child, head);
  }

  /** The edge to the head that a session was derived from. */
  public static Edge derivation(SessionId source, HeadId head) {
    return new Edge(Kind.DERIVATION, Optional.empty(), source, Optional.of(head));
  }

  /** What an edge says. */
  public enum Kind {
    /** This session called the other one by {@code rlm}. */
    INVOCATION("invocation"),
    /** This session was derived from the other one's head. */
    DERIVATION("derivation");

    private final String wire;

    Kind(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }
}
