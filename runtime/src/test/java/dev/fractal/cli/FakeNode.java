package dev.fractal.cli;

import dev.fractal.client.Departure;
import dev.fractal.client.Node;
import dev.fractal.client.Progress;
import dev.fractal.client.Sessions;
import dev.fractal.persistence.payload.InMemoryPayloadStore;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.ReleaseReport;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.view.SampleTree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A node whose turns end as told; it notes what it was asked. */
final class FakeNode implements Node, Sessions {
  static final HeadId HEAD = HeadId.of("head");

  final InMemoryPayloadStore payloads = new InMemoryPayloadStore();
  final List<String> asked = new ArrayList<>();
  final List<TurnRequest> requests = new ArrayList<>();
  final List<Derivation> derivations = new ArrayList<>();
  final List<SessionSpec> started = new ArrayList<>();
  final Deque<Integer> unfinished = new ArrayDeque<>();
  TurnOutcome outcome = new TurnOutcome.Finished(Content.inline("42"));
  Spend spend = Spend.NONE;
  Optional<Refusal> refusal = Optional.empty();
  Optional<SessionReply.Released> release = Optional.empty();
  Runnable duringTurn = () -> {};
  boolean paused;
  private boolean pendingOnce = true;

  void refuse(Refusal.Kind kind, String sentence) {
    refusal = Optional.of(new Refusal(kind, sentence));
  }

  @Override
  public Sessions sessions() {
    return this;
  }

  @Override
  public String place() {
    return "a node of tests";
  }

  @Override
  public CompletionStage<Departure> departure() {
    return new CompletableFuture<>();
  }

  @Override
  public PayloadStore payloads() {
    return payloads;
  }

  @Override
  public SessionSpec spec(ModelChoice models, Profile profile) {
    var limits = new TurnLimits(100, 30, Duration.ofMinutes(10), Duration.ofMinutes(1), 16, 8);
    return new SessionSpec(
        models,
        limits,
        Descent.ROOT,
        new Authority(
            profile.label(), profile.under(new Limits(4, 50, 50, 50)), "/somewhere", Map.of()),
        Budget.UNLIMITED,
        "doctrine",
        "kernel");
  }

  @Override
  public AutoCloseable watch(SessionId session, Consumer<Progress> listener) {
    listener.accept(new Progress(session, 1, 2, "evaluating", "", Spend.NONE));
    return () -> asked.add("unwatch");
  }

  @Override
  public List<SessionId> unfinished() {
    return unfinished.isEmpty() ? List.of() : List.of(SampleTree.ROOT, SampleTree.BUSY);
  }

  @Override
  public CompletionStage<Integer> wake(List<SessionId> sessions) {
    asked.add("wake " + sessions);
    return CompletableFuture.completedFuture(sessions.size());
  }

  @Override
  public void close() {
    asked.add("leave");
  }

  @Override
  public CompletionStage<SessionReply> start(SessionId session, SessionSpec spec) {
    started.add(spec);
    return reply("start " + session, done(session));
  }

  @Override
  public CompletionStage<SessionReply> fork(SessionId session, Derivation derivation) {
    derivations.add(derivation);
    return reply("fork " + session, done(session));
  }

  @Override
  public CompletionStage<SessionReply> cancelChild(SessionId session, SessionId child) {
    var result = new TurnResult(child, 1, outcome, 3, spend, Spent.NONE, Optional.of(HEAD));
    return reply("cancel child " + child, new SessionReply.TurnSettled(child, result));
  }

  @Override
  public CompletionStage<SessionReply> pause(SessionId session) {
    return reply("pause", new SessionReply.Done(session, SessionStatus.PAUSED));
  }

  @Override
  public CompletionStage<SessionReply> purge(SessionId session) {
    return reply("purge", new SessionReply.Done(session, SessionStatus.PURGED));
  }

  @Override
  public CompletionStage<SessionReply> submit(
      SessionId session, TurnRequest request, IfBusy ifBusy) {
    requests.add(request);
    return reply("submit " + ifBusy, new SessionReply.TurnAccepted(session, requests.size()));
  }

  @Override
  public CompletionStage<SessionReply> await(SessionId session, int turn, Duration patience) {
    if (pendingOnce) {
      pendingOnce = false;
      duringTurn.run();
      return reply("await " + turn, new SessionReply.TurnPending(session, turn));
    }
    unfinished.remove(turn);
    var result = new TurnResult(session, turn, outcome, 3, spend, Spent.NONE, Optional.of(HEAD));
    return reply("await " + turn, new SessionReply.TurnSettled(session, result));
  }

  @Override
  public CompletionStage<SessionReply> cancel(SessionId session, int turn) {
    var result = new TurnResult(session, turn, outcome, 3, spend, Spent.NONE, Optional.of(HEAD));
    return reply("cancel " + turn, new SessionReply.TurnSettled(session, result));
  }

  @Override
  public CompletionStage<SessionReply> compact(SessionId session) {
    return reply("compact", done(session));
  }

  @Override
  public CompletionStage<SessionReply> stop(SessionId session, boolean untilStopped) {
    return reply("stop " + untilStopped, new SessionReply.Done(session, SessionStatus.STOPPED));
  }

  @Override
  public CompletionStage<SessionReply> close(SessionId session) {
    return reply("close", done(session));
  }

  @Override
  public CompletionStage<SessionReply> resume(SessionId session, Optional<HeadId> head) {
    return reply("resume " + head.map(HeadId::value).orElse("-"), done(session));
  }

  @Override
  public CompletionStage<SessionReply> release(
      SessionId session, ReleaseRequest request, Duration patience) {
    return reply(
        "release %s by %s".formatted(request.choice(), request.by()),
        release.orElseGet(
            () ->
                new SessionReply.Released(
                    session,
                    SessionStatus.RUNNING,
                    new ReleaseReport(
                        ReleaseReport.Verdict.LIFTED,
                        new Failure("ReplDiverged", "x differs"),
                        "the record stands",
                        Optional.empty()))));
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
  public CompletionStage<SessionReply> tell(SessionId session, Letter letter) {
    return reply(
        "%s %s '%s' by %s"
            .formatted(letter.mode().wire(), session, letter.text(), letter.from().name()),
        letter.mode() == Letter.Mode.QUEUE
            ? new SessionReply.TurnAccepted(session, 2)
            : new SessionReply.Done(session, SessionStatus.RUNNING));
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
            paused
                ? SessionStatus.PAUSED
                : unfinished.isEmpty() ? SessionStatus.IDLE : SessionStatus.RUNNING,
            2,
            Optional.ofNullable(unfinished.peek()),
            0,
            Optional.of(HEAD),
            Spend.NONE));
  }

  private CompletionStage<SessionReply> reply(String question, SessionReply answer) {
    asked.add(question);
    return CompletableFuture.completedFuture(
        refusal
            .<SessionReply>map(why -> new SessionReply.Refused(answer.session(), why))
            .orElse(answer));
  }

  private static SessionReply done(SessionId session) {
    return new SessionReply.Done(session, SessionStatus.IDLE);
  }
}
