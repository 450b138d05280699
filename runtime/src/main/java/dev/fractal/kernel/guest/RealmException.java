package dev.fractal.kernel.guest;

/** A call into a realm that did not come to its end. */
public final class RealmException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Kind kind;

  /** Why it ended. */
  public enum Kind {
    /** Guest code threw; the message is its error. */
    THREW,
    /** The host ended it: a limit, or the value of a turn. */
    STOPPED,
    STACK,
    MEMORY
  }

  public RealmException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
