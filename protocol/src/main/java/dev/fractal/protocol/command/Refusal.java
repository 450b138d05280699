package dev.fractal.protocol.command;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;

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
    /** The id of a new session leaves no room for those of its children. */
    SessionIdTooLong,
    SessionStopped,
    SessionQuarantined,
    /** Its REPL could not be rebuilt; resuming the session tries again. */
    SessionSuspended,
    /** The session is neither quarantined nor suspended. */
    NothingToRelease,
    TurnInFlight,
    TurnQueueFull,
    TurnLimitReached,
    WorldMismatch,
    /** A session may not drive one that may do more than itself. */
    SourceMorePrivileged,
    /** A derived session was to get more than its source has. */
    WiderThanSource,
    /** A session may only address sessions of its own tree. */
    OtherTree,
    UnknownChild,
    UnknownAsk,
    /** The question has been answered, or nobody waits for an answer any more. */
    AskClosed,
    /** The answer is not one of the choices, or does not fit the schema. */
    AnswerMisfit,
    /** A budget was to be raised to no more than it is, or one that only its parent can raise. */
    NothingToRaise,
    /** A message was sent to a session that runs no turn. */
    NoTurnRuns,
    /** As many messages wait for the session's model as may. */
    MailboxFull,
    UnknownSchedule,
    /** There is another schedule of this name. */
    ScheduleExists,
    /** The session has no schedules, or as many as it may. */
    NotScheduled,
    /** The times of a schedule make no sense, or never come. */
    BadSchedule,
    /** Nothing of the command was stored; asking again is right. */
    NotStored,
    /** What the command names is damaged in the store, or was written by a newer version. */
    UnreadableJournal,
    /** A kind that only a newer node knows; the message says what it is. */
    @JsonEnumDefaultValue
    Other
  }
}
