package dev.fractal.repl;

import dev.fractal.protocol.Failure;

/** A rebuild that does not lead to the recorded state. */
final class Divergence extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Divergence(String message) {
    super(message);
  }

  Failure failure() {
    return new Failure("ReplDiverged", String.valueOf(getMessage()));
  }
}
