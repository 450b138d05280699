package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;

/**
 * What came of asking a session that stands still to be let go on.
 *
 * @param reason why it stood still
 * @param finding what the re-check saw, in one sentence
 * @param head where it goes on, or where it could go on when it is held; none when it goes on where
 *     it stood
 */
public record ReleaseReport(
    Verdict verdict, Failure reason, String finding, Optional<HeadId> head) {

  /** The end of a re-check. */
  public enum Verdict {
    /** The record stands: the session goes on where it stood. */
    LIFTED("lifted"),
    /** The session goes on at an older head. */
    RESTARTED("restarted"),
    /** A suspended step is evaluated again, with more room. */
    RETRIED("retried"),
    /** The record is still contradicted: nothing was changed. */
    HELD("held");

    private final String wire;

    Verdict(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }
}
