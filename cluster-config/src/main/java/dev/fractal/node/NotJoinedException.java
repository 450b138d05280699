package dev.fractal.node;

/** A process did not become a member of its cluster; the message is one sentence for the user. */
public final class NotJoinedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotJoinedException(String message) {
    super(message);
  }

  NotJoinedException(String message, Throwable cause) {
    super(message, cause);
  }
}
