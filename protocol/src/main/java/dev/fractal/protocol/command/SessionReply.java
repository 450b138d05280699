package dev.fractal.protocol.command;

import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.ReleaseReport;
import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Spend;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a session answers. */
public sealed interface SessionReply {
  SessionId session();

  /** The command was carried out and is durable. */
  record Done(SessionId session, SessionStatus status) implements SessionReply {}

  /** The turn is durable, running or queued. */
  record TurnAccepted(SessionId session, int turn) implements SessionReply {}

  record TurnSettled(SessionId session, TurnResult result) implements SessionReply {}

  /**
   * The turn has not ended yet; ask again.
   *
   * @param waits whether it waits for people and times only, its own or those of its children
   * @param asks what people are asked by the session itself, when its turn waits for nothing else
   */
  record TurnPending(SessionId session, int turn, boolean waits, List<AskNote> asks)
      implements SessionReply {
    public TurnPending {
      asks = List.copyOf(Objects.requireNonNullElse(asks, List.of()));
    }

    /** A turn that goes on by itself. */
    public TurnPending(SessionId session, int turn) {
      this(session, turn, false, List.of());
    }
  }

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

  /** What came of a release; the status is the session's after it. */
  record Released(SessionId session, SessionStatus status, ReleaseReport report)
      implements SessionReply {}

  /** The session is still being re-checked; ask again with the same key. */
  record ReleasePending(SessionId session) implements SessionReply {}

  /**
   * A schedule is durable as it was asked for.
   *
   * @param next when it is due next; none for one that is paused or removed
   */
  record Scheduled(SessionId session, String name, Schedule.Phase phase, Optional<Instant> next)
      implements SessionReply {}

  /** The command was not carried out and left nothing behind. */
  record Refused(SessionId session, Refusal refusal) implements SessionReply {}
}
