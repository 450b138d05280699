package dev.fractal.node;

/** A build that lacks a part which a verb needs. */
final class MissingPartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MissingPartException(String sentence) {
    super(sentence);
  }
}
