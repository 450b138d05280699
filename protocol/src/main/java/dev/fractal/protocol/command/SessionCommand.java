package dev.fractal.protocol.command;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What can be asked of a session. Every command may be sent again: repeating one has no further
 * effect. Each is answered with a {@link SessionReply}.
 */
public sealed interface SessionCommand {
  ActorRef<SessionReply> replyTo();

  /** Starts a session; the same id with the same spec again is answered like the first time. */
  record StartSession(SessionSpec spec, ActorRef<SessionReply> replyTo) implements SessionCommand {}

  /** Runs a turn; answered with {@link SessionReply.TurnSettled} when it has ended. */
  record RunTurn(TurnRequest request, IfBusy ifBusy, ActorRef<SessionReply> replyTo)
      implements SessionCommand {}

  /** Accepts a turn; answered with {@link SessionReply.TurnAccepted} once that is durable. */
  record SubmitTurn(TurnRequest request, IfBusy ifBusy, ActorRef<SessionReply> replyTo)
      implements SessionCommand {}

  /**
   * Waits for an accepted turn; answered with {@link SessionReply.TurnSettled} or, when {@code
   * patience} is over first, {@link SessionReply.TurnPending}.
   */
  record AwaitTurn(int turn, Duration patience, ActorRef<SessionReply> replyTo)
      implements SessionCommand {}

  /** Ends a turn now: a queued one is dropped, a running one ends {@code cancelled}. */
  record CancelTurn(int turn, ActorRef<SessionReply> replyTo) implements SessionCommand {}

  /** Shortens the transcript to a digest; refused while a turn runs. */
  record CompactSession(ActorRef<SessionReply> replyTo) implements SessionCommand {}

  /**
   * Stops the session: idle now, running at the next step boundary.
   *
   * @param untilStopped answer only when it has stopped
   */
  record StopSession(boolean untilStopped, ActorRef<SessionReply> replyTo)
      implements SessionCommand {}

  /** Releases the kernel and puts the actor to sleep; the next command wakes it. */
  record CloseSession(ActorRef<SessionReply> replyTo) implements SessionCommand {}

  /**
   * Reopens a stopped session, after checking that the world is the one it knows.
   *
   * @param doctrine the behaviour prompt's stamp at the caller's
   * @param head an older head of the session to go back to
   */
  record ResumeSession(String doctrine, Optional<HeadId> head, ActorRef<SessionReply> replyTo)
      implements SessionCommand {}

  /** Asks for a summary. */
  record DescribeSession(ActorRef<SessionReply> replyTo) implements SessionCommand {}

  /** What to do with a turn that arrives while another one runs. */
  enum IfBusy {
    QUEUE,
    REJECT
  }
}
