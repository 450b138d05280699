package dev.fractal.http;

import dev.fractal.client.Sessions;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.ReleaseReport;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** Sessions that answer as told and note what they were asked. */
final class StandInSessions implements Sessions {
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<SessionSpec> started = new CopyOnWriteArrayList<>();
  final List<TurnRequest> requests = new CopyOnWriteArrayList<>();
  final List<Derivation> derivations = new CopyOnWriteArrayList<>();
  volatile Optional<Refusal> refusal = Optional.empty();
  volatile Optional<RuntimeException> failure = Optional.empty();
  volatile Optional<Integer> openTurn = Optional.empty();
  volatile SessionStatus afterStop = SessionStatus.STOPPED;

  /** What a turn asks that has not settled. */
  volatile List<AskNote> asks = List.of();

  /** What waiting for a turn comes to. */
  volatile Supplier<CompletionStage<Boolean>> settled =
      () -> CompletableFuture.completedFuture(true);

  void refuse(Refusal.Kind kind) {
    refusal = Optional.of(new Refusal(kind, "a sentence about it"));
  }

  @Override
  public CompletionStage<SessionReply> start(SessionId session, SessionSpec spec) {
    started.add(spec);
    return done("start " + session, session, SessionStatus.IDLE);
  }

  @Override
  public CompletionStage<SessionReply> fork(SessionId session, Derivation derivation) {
    derivations.add(derivation);
    return done("fork " + session, session, SessionStatus.IDLE);
  }

  @Override
  public CompletionStage<SessionReply> submit(
      SessionId session, TurnRequest request, IfBusy ifBusy) {
    requests.add(request);
    return reply(
        "submit " + session + " " + ifBusy, new SessionReply.TurnAccepted(session, turn(request)));
  }

  /** The same key is the same turn. */
  private int turn(TurnRequest request) {
    var keys = requests.stream().map(TurnRequest::requestId).distinct().toList();
    return keys.indexOf(request.requestId()) + 1;
  }

  @Override
  public CompletionStage<SessionReply> await(SessionId session, int turn, Duration patience) {
    return settled
        .get()
        .thenCompose(
            over ->
                reply(
                    "await " + turn,
                    over
                        ? new SessionReply.TurnSettled(session, result(session, turn))
                        : new SessionReply.TurnPending(session, turn, !asks.isEmpty(), asks)));
  }

  private static TurnResult result(SessionId session, int turn) {
    return new TurnResult(
        session,
        turn,
        new TurnOutcome.Finished(Content.inline("42")),
        3,
        Spend.NONE,
        Spent.NONE,
        Optional.of(HeadId.of("head")));
  }

  @Override
  public CompletionStage<SessionReply> cancel(SessionId session, int turn) {
    return reply("cancel " + turn, new SessionReply.TurnSettled(session, result(session, turn)));
  }

  @Override
  public CompletionStage<SessionReply> cancelChild(SessionId session, SessionId child) {
    return reply("cancel child " + child, new SessionReply.TurnSettled(child, result(child, 1)));
  }

  @Override
  public CompletionStage<SessionReply> pause(SessionId session) {
    return done("pause", session, SessionStatus.PAUSED);
  }

  @Override
  public CompletionStage<SessionReply> purge(SessionId session) {
    return done("purge", session, SessionStatus.PURGED);
  }

  @Override
  public CompletionStage<SessionReply> compact(SessionId session) {
    return done("compact", session, SessionStatus.IDLE);
  }

  @Override
  public CompletionStage<SessionReply> stop(SessionId session, boolean untilStopped) {
    return done("stop", session, afterStop);
  }

  @Override
  public CompletionStage<SessionReply> close(SessionId session) {
    return done("close", session, SessionStatus.IDLE);
  }

  @Override
  public CompletionStage<SessionReply> resume(SessionId session, Optional<HeadId> head) {
    return done("resume " + head.map(HeadId::value).orElse("-"), session, SessionStatus.IDLE);
  }

  @Override
  public CompletionStage<SessionReply> release(
      SessionId session, ReleaseRequest request, Duration patience) {
    return reply(
        "release %s by %s".formatted(request.choice(), request.by()),
        new SessionReply.Released(
            session,
            SessionStatus.RUNNING,
            new ReleaseReport(
                ReleaseReport.Verdict.LIFTED,
                new Failure("ReplDiverged", "x differs"),
                "the record stands",
                Optional.empty())));
  }

  @Override
  public CompletionStage<SessionReply> tell(SessionId session, Letter letter) {
    return reply(
        "%s %s %s by %s (%s)"
            .formatted(
                letter.mode().wire(), session, letter.text(), letter.from().name(), letter.id()),
        letter.mode() == Letter.Mode.QUEUE
            ? new SessionReply.TurnAccepted(session, 2)
            : new SessionReply.Done(session, SessionStatus.RUNNING));
  }

  @Override
  public CompletionStage<SessionReply> raise(SessionId session, Raise raise, String by) {
    return reply(
        "raise %s to %s by %s".formatted(session, raise.words(), by),
        new SessionReply.Done(session, SessionStatus.RUNNING));
  }

  @Override
  public CompletionStage<SessionReply> answer(AskId ask, AskReply reply) {
    return reply(
        "answer " + ask.place() + " " + reply.words() + " by " + reply.by(),
        new SessionReply.Done(ask.session(), SessionStatus.RUNNING));
  }

  @Override
  public CompletionStage<SessionReply> schedule(SessionId session, ScheduleOrder order) {
    var phase =
        order.act() instanceof ScheduleOrder.Change(var _, var to) ? to : Schedule.Phase.ACTIVE;
    return reply(
        "schedule %s %s by %s".formatted(session, order.act(), order.by()),
        new SessionReply.Scheduled(
            session,
            order.act().name(),
            phase,
            phase == Schedule.Phase.ACTIVE
                ? Optional.of(Instant.parse("2026-12-01T08:00:00Z"))
                : Optional.empty()));
  }

  @Override
  public CompletionStage<SessionReply> describe(SessionId session) {
    return reply(
        "describe",
        new SessionReply.Described(
            session,
            SessionStatus.RUNNING,
            2,
            openTurn,
            0,
            Optional.of(HeadId.of("head")),
            Spend.NONE));
  }

  private CompletionStage<SessionReply> done(
      String question, SessionId session, SessionStatus status) {
    return reply(question, new SessionReply.Done(session, status));
  }

  private CompletionStage<SessionReply> reply(String question, SessionReply answer) {
    asked.add(question);
    if (failure.isPresent()) {
      return CompletableFuture.failedFuture(failure.get());
    }
    return CompletableFuture.completedFuture(
        refusal
            .<SessionReply>map(why -> new SessionReply.Refused(answer.session(), why))
            .orElse(answer));
  }
}
