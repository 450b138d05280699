package dev.fractal.cli;

import java.util.function.IntConsumer;

/** A wish to cancel a turn, which may come before the turn has a number. */
final class Interruption {
  private final IntConsumer cancel;
  private boolean requested;
  private int turn;

  Interruption(IntConsumer cancel) {
    this.cancel = cancel;
  }

  synchronized void request() {
    requested = true;
    cancelWhenKnown();
  }

  synchronized void accepted(int number) {
    turn = number;
    if (requested) {
      cancelWhenKnown();
    }
  }

  synchronized boolean requested() {
    return requested;
  }

  private void cancelWhenKnown() {
    if (turn > 0) {
      cancel.accept(turn);
    }
  }
}
