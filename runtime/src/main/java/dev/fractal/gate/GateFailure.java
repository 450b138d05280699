package dev.fractal.gate;

/** An allowed deed that did not work; callers see {@link Outcome.Failed}. */
final class GateFailure extends Exception {
  GateFailure(String message) {
    super(message, null, false, false);
  }
}
