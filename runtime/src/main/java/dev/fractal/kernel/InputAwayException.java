package dev.fractal.kernel;

/** An input cannot be brought to where cells run, for a reason that passes, such as a full disk. */
public final class InputAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputAwayException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
