package dev.fractal.client;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Async facade over the session entities of a node. */
public interface Sessions {
  CompletionStage<SessionReply> start(SessionId session, SessionSpec spec);

  /** Starts a session that goes on from another one's head. */
  CompletionStage<SessionReply> fork(SessionId session, Derivation derivation);

  CompletionStage<SessionReply> submit(SessionId session, TurnRequest request, IfBusy ifBusy);

  /** Answers {@code TurnSettled}, {@code TurnPending} when the patience is over, or a refusal. */
  CompletionStage<SessionReply> await(SessionId session, int turn, Duration patience);

  CompletionStage<SessionReply> cancel(SessionId session, int turn);

  /** Cancels the turn of a session's running child; answers with the child's result. */
  CompletionStage<SessionReply> cancelChild(SessionId session, SessionId child);

  CompletionStage<SessionReply> pause(SessionId session);

  CompletionStage<SessionReply> purge(SessionId session);

  CompletionStage<SessionReply> compact(SessionId session);

  CompletionStage<SessionReply> stop(SessionId session, boolean untilStopped);

  CompletionStage<SessionReply> close(SessionId session);

  CompletionStage<SessionReply> resume(SessionId session, Optional<HeadId> head);

  CompletionStage<SessionReply> describe(SessionId session);
}
