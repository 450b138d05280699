package dev.fractal.protocol.command;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Spend;
import java.util.Optional;

/** What a session answers. */
public sealed interface SessionReply {
  SessionId session();

  /** The command was carried out and is durable. */
  record Done(SessionId session, SessionStatus status) implements SessionReply {}

  /** The turn is durable, running or queued. */
  record TurnAccepted(SessionId session, int turn) implements SessionReply {}

  record TurnSettled(SessionId session, TurnResult result) implements SessionReply {}

  /** The turn has not ended yet; ask again. */
  record TurnPending(SessionId session, int turn) implements SessionReply {}

  /**
   * A summary.
   *
   * @param turns turns accepted so far
   * @param openTurn the running turn
   */
  record Described(
      SessionId session,
      SessionStatus status,
      int turns,
      Optional<Integer> openTurn,
      int queued,
      Optional<HeadId> head,
      Spend spend)
      implements SessionReply {}

  /** The command was not carried out and left nothing behind. */
  record Refused(SessionId session, Refusal refusal) implements SessionReply {}
}
