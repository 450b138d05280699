package dev.fractal.protocol;

/**
 * An expected failure of outside work or of a limit.
 *
 * @param type a stable name in CamelCase, e.g. {@code ModelUnavailable}, {@code StepLimit}
 * @param message one sentence: what failed, which, and what to do next
 */
public record Failure(String type, String message) {
  public Failure {
    if (type.isBlank() || message.isBlank()) {
      throw new IllegalArgumentException("a failure has a type and a message");
    }
  }
}
