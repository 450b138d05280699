package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * A lineage fact: another session's head came out of this session's work, or the other way round.
 *
 * @param call the host call that made the edge
 * @param head the other session's head; none when it ended without one
 */
public record Edge(Kind kind, CallKey call, SessionId session, Optional<HeadId> head) {
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
