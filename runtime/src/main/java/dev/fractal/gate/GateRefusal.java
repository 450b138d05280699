package dev.fractal.gate;

/** The way out of nested checks inside this package; callers see {@link Outcome.Refused}. */
final class GateRefusal extends Exception {
  GateRefusal(String message) {
    super(message, null, false, false);
  }
}
