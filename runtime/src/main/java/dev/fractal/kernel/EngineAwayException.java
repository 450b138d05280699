package dev.fractal.kernel;

/**
 * Nothing can be evaluated here at the moment, for a reason that passes, such as a machine without
 * room for one more process. Nothing is known to be wrong with the session, and nothing was begun.
 */
public final class EngineAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineAwayException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
