package dev.fractal.repl;

import dev.fractal.protocol.Failure;

/**
 * A step whose evaluation could not be brought to its end; nothing says that its state is wrong.
 */
final class Unfinished extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unfinished(String message) {
    super(message);
  }

  Failure failure() {
    return new Failure(
        "ReplUnfinished", "the REPL could not be brought to its next step: " + getMessage());
  }
}
