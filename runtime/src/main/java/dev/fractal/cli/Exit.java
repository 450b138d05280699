package dev.fractal.cli;

import dev.fractal.protocol.TurnStatus;

/** Exit codes; users' scripts depend on them. */
final class Exit {
  static final int OK = 0;
  static final int ERROR = 1;
  static final int ENDED_WITHOUT_FINAL = 2;
  static final int TIMEOUT = 3;
  static final int UNKNOWN_SESSION = 4;
  static final int CHECK_FAILED = 5;
  static final int WAITS = 6;
  static final int INTERRUPTED = 130;

  private Exit() {}

  static int of(TurnStatus status) {
    return switch (status) {
      case FINAL -> OK;
      case ERROR -> ERROR;
      case TIMEOUT -> TIMEOUT;
      case BUDGET_EXCEEDED, STOPPED, CANCELLED -> ENDED_WITHOUT_FINAL;
    };
  }
}
