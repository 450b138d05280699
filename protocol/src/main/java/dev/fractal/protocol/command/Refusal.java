package dev.fractal.protocol.command;

/**
 * Why a command was not carried out.
 *
 * @param message one sentence: what, which, and what to do next
 */
public record Refusal(Kind kind, String message) {
  /** Stable kinds of refusal; their names are the error types of every way in. */
  public enum Kind {
    UnknownSession,
    UnknownTurn,
    UnknownHead,
    SessionExists,
    SessionStopped,
    SessionQuarantined,
    TurnInFlight,
    TurnQueueFull,
    TurnLimitReached,
    WorldMismatch,
    NotStored
  }
}
