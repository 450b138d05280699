package dev.fractal.model;

/** A model spec that cannot be used; the message says which, why, and what to do. */
public final class ModelSpecException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelSpecException(String message) {
    super(message);
  }
}
