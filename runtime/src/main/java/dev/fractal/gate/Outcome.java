package dev.fractal.gate;

/** What became of something that a cell asked of the world outside. */
public sealed interface Outcome<T> {
  /** It was done. */
  record Done<T>(T value) implements Outcome<T> {}

  /**
   * The capability does not allow it, or a safeguard that no capability lifts; nothing was done.
   *
   * @param message one sentence
   */
  record Refused<T>(String message) implements Outcome<T> {}

  /**
   * It is allowed and did not work.
   *
   * @param message one sentence
   */
  record Failed<T>(String message) implements Outcome<T> {}
}
