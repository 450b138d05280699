package dev.fractal.client;

import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Sessions as Java programs drive them: those of a node inside the program ({@code
 * examples/EmbedNode.java}) or of a cluster that it is a client of ({@code
 * examples/ClusterClient.java}). For any thread; nothing blocks.
 *
 * <p>Every question is answered by a reply, refusals included: a stage fails only when nobody
 * answered within {@code fractal.session.retry-for}, and then the command may have been carried out
 * or not. Each has the same effect when it is sent twice, so it may be sent again.
 */
public interface Sessions {
  /** Starts a session; the same id with the same spec again is answered like the first time. */
  CompletionStage<SessionReply> start(SessionId session, SessionSpec spec);

  /** Starts a session that goes on from another one's head. */
  CompletionStage<SessionReply> fork(SessionId session, Derivation derivation);

  /**
   * Answers {@code TurnAccepted} when the turn is durable, before it has run.
   *
   * @param request one with a request id that the session knows is the turn that it was
   * @param ifBusy what becomes of it while another turn runs
   */
  CompletionStage<SessionReply> submit(SessionId session, TurnRequest request, IfBusy ifBusy);

  /** Answers {@code TurnSettled}, {@code TurnPending} when the patience is over, or a refusal. */
  CompletionStage<SessionReply> await(SessionId session, int turn, Duration patience);

  /** Ends a turn now: a queued one is dropped, a running one ends {@code cancelled}. */
  CompletionStage<SessionReply> cancel(SessionId session, int turn);

  /** Cancels the turn of a session's running child; answers with the child's result. */
  CompletionStage<SessionReply> cancelChild(SessionId session, SessionId child);

  /** Finishes the running step, and begins no further step or turn until it is resumed. */
  CompletionStage<SessionReply> pause(SessionId session);

  /** Removes a session that does nothing; its payloads stay, others may share them. */
  CompletionStage<SessionReply> purge(SessionId session);

  /** Shortens the transcript to a digest; refused while a turn runs. */
  CompletionStage<SessionReply> compact(SessionId session);

  /**
   * Stops a session: an idle one now, a running one at its next step.
   *
   * @param untilStopped whether the answer waits until it has stopped
   */
  CompletionStage<SessionReply> stop(SessionId session, boolean untilStopped);

  /** Puts a session to sleep; its next command wakes it. */
  CompletionStage<SessionReply> close(SessionId session);

  /**
   * Reopens a stopped session and goes on with a paused one.
   *
   * @param head an older head of the session to go back to
   */
  CompletionStage<SessionReply> resume(SessionId session, Optional<HeadId> head);

  /**
   * Re-checks a quarantined session and lets it go on, or tries a suspended one again with more
   * room. Answers {@code Released}, {@code ReleasePending} when the patience is over, or a refusal.
   *
   * @param request one with a request id that lifted something before is answered as it was
   */
  CompletionStage<SessionReply> release(
      SessionId session, ReleaseRequest request, Duration patience);

  /**
   * Answers a question that a cell asks somebody. Answers {@code Done} when it was taken, or a
   * refusal: {@code AnswerMisfit}, {@code AskClosed} with what was said before, {@code UnknownAsk}.
   */
  CompletionStage<SessionReply> answer(AskId ask, AskReply reply);

  /**
   * Tells a session something. Answers {@code Done} when the running turn's model is going to read
   * it, {@code TurnAccepted} if it is queued as a turn, or a refusal: {@code NoTurnRuns}, {@code
   * MailboxFull}.
   */
  CompletionStage<SessionReply> tell(SessionId session, Letter letter);

  /**
   * Raises the budget of a root session, of which a person is the reason. Answers {@code Done}, or
   * a refusal: {@code NothingToRaise}.
   *
   * @param by who raises it, in 1 to 200 characters
   */
  CompletionStage<SessionReply> raise(SessionId session, Raise raise, String by);

  /**
   * Sets, changes or removes a schedule. Answers {@code Scheduled}, or a refusal: {@code
   * BadSchedule}, {@code ScheduleExists}, {@code NotScheduled}, {@code UnknownSchedule}.
   */
  CompletionStage<SessionReply> schedule(SessionId session, ScheduleOrder order);

  /** Answers {@code Described}. */
  CompletionStage<SessionReply> describe(SessionId session);
}
