package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One entry of a session's transcript.
 *
 * @param turn the turn that it belongs to, from 1; 0 for a digest of compacted turns and for what a
 *     session was derived with
 */
public record Message(Author author, int turn, Content content) {
  /** Who wrote a message. */
  public enum Author {
    /** What a turn begins with: where the session stands, which inputs there are. */
    FRAME("frame"),
    CALLER("caller"),
    MODEL("model"),
    OBSERVATION("observation"),
    /** What somebody told the session while the turn ran. */
    TOLD("told"),
    DIGEST("digest");

    private final String wire;

    Author(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }
}
