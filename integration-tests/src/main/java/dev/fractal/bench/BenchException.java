package dev.fractal.bench;

/** A benchmark that cannot be run, or whose subject did not do what is measured. */
final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchException(String sentence) {
    super(sentence);
  }

  BenchException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
