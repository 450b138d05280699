package dev.fractal.kernel;

/** The result of a host call as the guest gets it. */
public sealed interface GuestResult {
  /** Number of the call, as {@link CellOutcome.GuestCall} gave it. */
  int call();

  /**
   * The promise is resolved.
   *
   * @param json JSON text
   */
  record Returned(int call, String json) implements GuestResult {}

  /** The promise is rejected with an {@code Error} whose {@code name} is {@code type}. */
  record Failed(int call, String type, String message) implements GuestResult {}
}
