package dev.fractal.kernel;

/** Saved variables that cannot be brought back; the message names the variable and the reason. */
public final class KernelRestoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KernelRestoreException(String message) {
    super(message);
  }
}
