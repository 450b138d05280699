package dev.fractal.repl;

import dev.fractal.protocol.Failure;

/** A rebuild that contradicts what is recorded. */
final class Divergence extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String type;
  private final String evidence;

  private Divergence(String type, String message, String evidence) {
    super(message);
    this.type = type;
    this.evidence = evidence;
  }

  /**
   * Evaluation that came out otherwise.
   *
   * @param evidence all that was seen and is not in the message
   */
  static Divergence of(String message, String evidence) {
    return new Divergence("ReplDiverged", message, evidence);
  }

  static Divergence of(String message) {
    return of(message, "");
  }

  /** Saved variables that cannot be brought back. */
  static Divergence broken(String message) {
    return new Divergence("ReplBroken", "the REPL cannot be rebuilt: " + message, "");
  }

  /** Whether another rebuild contradicts the record in the same way. */
  boolean agreesWith(Divergence other) {
    return type.equals(other.type)
        && evidence.equals(other.evidence)
        && String.valueOf(getMessage()).equals(other.getMessage());
  }

  Failure failure() {
    return new Failure(type, String.valueOf(getMessage()));
  }
}
