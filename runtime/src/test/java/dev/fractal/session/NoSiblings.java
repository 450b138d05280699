package dev.fractal.session;

import dev.fractal.client.Sessions;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** For a session that is alone: whatever is asked of another one is refused. */
final class NoSiblings implements Sessions {
  private static CompletionStage<SessionReply> nobody(SessionId session) {
    var refusal = new Refusal(Refusal.Kind.UnknownSession, "there is no session " + session);
    return CompletableFuture.completedStage(new SessionReply.Refused(session, refusal));
  }

  @Override
  public CompletionStage<SessionReply> start(SessionId session, SessionSpec spec) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> fork(SessionId session, Derivation derivation) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> cancelChild(SessionId session, SessionId child) {
    return nobody(child);
  }

  @Override
  public CompletionStage<SessionReply> schedule(SessionId session, ScheduleOrder order) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> tell(SessionId session, Letter letter) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> pause(SessionId session) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> purge(SessionId session) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> submit(
      SessionId session, TurnRequest request, IfBusy ifBusy) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> await(SessionId session, int turn, Duration patience) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> cancel(SessionId session, int turn) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> compact(SessionId session) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> stop(SessionId session, boolean untilStopped) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> close(SessionId session) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> resume(SessionId session, Optional<HeadId> head) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> release(
      SessionId session, ReleaseRequest request, Duration patience) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> describe(SessionId session) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> raise(SessionId session, Raise raise, String by) {
    return nobody(session);
  }

  @Override
  public CompletionStage<SessionReply> answer(AskId ask, AskReply reply) {
    return nobody(ask.session());
  }
}
