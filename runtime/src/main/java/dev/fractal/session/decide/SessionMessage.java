package dev.fractal.session.decide;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.event.AskAnswer;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.repl.StepOutcome;
import java.util.Optional;

/** What a session actor receives: commands, results of work, and the passing of time. */
public sealed interface SessionMessage {
  /** A command from outside. */
  record Asked(SessionCommand command) implements SessionMessage {}

  /** Work came out in a way that is written alone, or a turn's time is over. */
  sealed interface Outcome extends SessionMessage {}

  /** The root model answered. */
  record ModelAnswered(CallKey key, Content reply, Usage usage, int lost) implements Outcome {}

  /** The root model did not answer. */
  record ModelGaveUp(CallKey key, Failure failure, boolean timeout, int lost) implements Outcome {}

  /** A step's evaluation is over or waits. */
  record StepDone(CallKey key, StepOutcome outcome) implements SessionMessage {}

  /** A host call has a result, and the child that gave it is over. */
  record HostCallDone(CallKey key, HostResult result, Optional<ChildReport> child)
      implements SessionMessage {
    public HostCallDone(CallKey key, HostResult result) {
      this(key, result, Optional.empty());
    }
  }

  /**
   * How a child came out.
   *
   * @param edge none when it never ran
   * @param used by its whole tree; none when nobody knows
   */
  record ChildReport(SessionId child, Optional<Edge> edge, Optional<Spent> used) {}

  /**
   * A child that no cell waited for any more is over.
   *
   * @param used by its whole tree; none when nobody knows
   */
  record ChildEnded(CallKey key, SessionId child, Optional<Spent> used) implements Outcome {}

  /** It is known what a call wants to wait for. */
  record WaitRead(CallKey key, int call, WaitReading reading) implements Outcome {}

  /** The time may have come of something that waits for it. */
  record TimeReached() implements Outcome {}

  /** Whether a child's turn waits for people and times only, as it said last. */
  record ChildStands(CallKey key, boolean stands) implements SessionMessage {}

  /** Write the results that have arrived. */
  record FlushResults() implements SessionMessage {}

  /** The queue moves on. */
  record QueueMoved(CallKey key) implements Outcome {}

  /** The turn's time is over. */
  record TurnTimedOut(int turn) implements Outcome {}

  /** Journals were read for a command. */
  sealed interface Fetched extends SessionMessage {
    SessionCommand command();
  }

  /** The session's own journal was read for a head. */
  record HeadLoaded(SessionCommand.ResumeSession command, Optional<Continuation> found)
      implements Fetched {}

  /** Another session's journal was read for the head that this one goes on from. */
  record SourceLoaded(SessionCommand.ForkSession command, Source source) implements Fetched {}

  /** The session's record was looked at again; nothing when that failed. */
  record Rechecked(SessionCommand.ReleaseSession command, Optional<Finding> finding)
      implements Fetched {}

  /**
   * An answer was checked against its question.
   *
   * @param answer as it is kept, if it fits
   * @param misfit why it does not
   */
  record AnswerRead(
      SessionCommand.AnswerAsk command, Optional<AskAnswer> answer, Optional<String> misfit)
      implements Fetched {}

  /** The session was barred from waking, and its journal can be read again. */
  record Unbarred(SessionCommand.ReleaseSession command, Failure reason) implements Fetched {}

  /** A barred session's journal was looked at; nothing when it can be read. */
  record BarChecked(
      SessionCommand.ReleaseSession command, Optional<Failure> problem, Optional<HeadId> head)
      implements Guarding {}

  /** What is told to those that stand before the session: whether it wakes, and when it ends. */
  sealed interface Guarding extends SessionMessage {}

  /** What changes no state: time has passed, or the session was removed. */
  sealed interface Passing extends SessionMessage {}

  /** The session is no longer in the store. */
  record Removed(CallKey key) implements Passing {}

  /** Something that the journal references cannot be read. */
  record StoreBroken(CallKey key, Failure reason) implements Outcome {}

  /**
   * Another node takes the session over, or it goes to sleep: nothing new is begun, and what is in
   * flight may come to its end for a while. The shard sends it.
   */
  record HandOver() implements SessionMessage {}

  /** Nothing is in flight any more of a session that is handed over. */
  record HandedOver() implements SessionMessage {}

  /** The time is over in which a session may hand over what is in flight. */
  record HandOverTimedOut() implements Guarding {}

  /** The session may wake, or why it may not. */
  record Judged(Optional<String> barred) implements Guarding {}

  /**
   * Its journal could not be read at any of several tries, and that is not the database's fault.
   */
  record Unrecoverable(String reason) implements Guarding {}

  /** A waiter's patience is over. */
  record PatienceOver(long waiter) implements Passing {}

  /** A turn was open when the actor recovered. */
  record Revived() implements SessionMessage {}

  /** The kernel was not needed for a while. */
  record KernelIdle() implements Passing {}

  /** It was started, and this is behind all that was asked by then. */
  record Started() implements Passing {}

  /** Nobody asked for anything for a while. */
  record SessionIdle() implements Passing {}
}
