package dev.fractal.protocol.command;

import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.spec.Derivation;
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

  /**
   * Starts a session from a head of another one, whose journal gains no event; the same id with the
   * same derivation again is answered like the first time. Addressed to the new session.
   */
  record ForkSession(Derivation derivation, ActorRef<SessionReply> replyTo)
      implements SessionCommand {}

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

  /**
   * Cancels the turn of one running child; its lane ends {@code cancelled}, the session goes on.
   * Answered with the {@link SessionReply.TurnSettled} of the child.
   */
  record CancelChild(SessionId child, ActorRef<SessionReply> replyTo) implements SessionCommand {}

  /**
   * Holds the session until it is resumed: a running step is finished with all that it asked for,
   * then no further step and no further turn begins. Turns are accepted and wait. Time that a turn
   * is held does not count against its limit.
   */
  record PauseSession(ActorRef<SessionReply> replyTo) implements SessionCommand {}

  /**
   * Removes a session that does nothing with its journal, snapshots and catalog row; refused while
   * a turn runs or waits. Its payloads stay: others may share them. The id may be started anew.
   * What is left of a removal when a node dies is removed when the session is next spoken to.
   */
  record PurgeSession(ActorRef<SessionReply> replyTo) implements SessionCommand {}

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
   * Reopens a stopped session and goes on with a paused one, after checking that the world is the
   * one it knows.
   *
   * @param doctrine the behaviour prompt's stamp at the caller's
   * @param head an older head of the session to go back to
   */
  record ResumeSession(String doctrine, Optional<HeadId> head, ActorRef<SessionReply> replyTo)
      implements SessionCommand {}

  /**
   * Re-checks a quarantined session and lets it go on, or tries a suspended one again with more
   * room; refused for a session that is neither. Answered with {@link SessionReply.Released} or,
   * when {@code patience} is over first, {@link SessionReply.ReleasePending}.
   */
  record ReleaseSession(ReleaseRequest request, Duration patience, ActorRef<SessionReply> replyTo)
      implements SessionCommand {}

  /**
   * Answers a question that a cell asks. The first answer that fits counts; a second one is refused
   * with what the first was. Answered with {@link SessionReply.Done} once it is durable.
   */
  record AnswerAsk(AskId ask, AskReply reply, ActorRef<SessionReply> replyTo)
      implements SessionCommand {}

  /**
   * Raises the budget of a root session to these limits, by a person; a turn that stands still for
   * want of it goes on. Refused when the session may use more already. Answered with {@link
   * SessionReply.Done} once it is durable.
   *
   * @param by who raises it, 1 to 200 characters
   */
  record RaiseBudget(Raise raise, String by, ActorRef<SessionReply> replyTo)
      implements SessionCommand {
    public RaiseBudget {
      by = new Letter.Person(by).name();
    }
  }

  /**
   * Tells a session something while a turn runs, or as its next turn. Answered with {@link
   * SessionReply.Done} once it is durable, or with {@link SessionReply.TurnAccepted} if it is a
   * turn.
   */
  record TellSession(Letter letter, ActorRef<SessionReply> replyTo) implements SessionCommand {}

  /**
   * Sets, changes or removes a schedule; doing again what was done has no further effect. Answered
   * with {@link SessionReply.Scheduled} once it is durable.
   */
  record SetSchedule(ScheduleOrder order, ActorRef<SessionReply> replyTo)
      implements SessionCommand {}

  /** Asks for a summary. */
  record DescribeSession(ActorRef<SessionReply> replyTo) implements SessionCommand {}

  /** What to do with a turn that arrives while another one runs. */
  enum IfBusy {
    QUEUE,
    REJECT
  }
}
