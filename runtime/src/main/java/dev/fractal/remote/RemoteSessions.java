package dev.fractal.remote;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.client.Sessions;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TimeText;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.Refused;
import dev.fractal.protocol.command.SessionReply.ReleasePending;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.command.SessionReply.TurnPending;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.view.Json;
import dev.fractal.view.document.ScheduledDocument;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** The sessions of a node, over HTTP; what a session refuses is a refusal here too. */
record RemoteSessions(RemoteDoor door, RemoteReader reader, PayloadStore payloads)
    implements Sessions {
  private static final String WAIT = "60s";

  @Override
  public CompletionStage<SessionReply> start(SessionId session, SessionSpec spec) {
    throw new UnsupportedOperationException(
        "a node decides itself what its sessions are made with");
  }

  /** Starts a session as a body says it. */
  CompletionStage<SessionReply> start(SessionId session, ObjectNode body) {
    return asked(session, "/v1/sessions", body.put("sessionId", session.value()), Documents::done);
  }

  @Override
  public CompletionStage<SessionReply> fork(SessionId session, Derivation derivation) {
    if (!(derivation instanceof Derivation.Fork fork)) {
      throw new UnsupportedOperationException("only forks can be asked for over HTTP");
    }
    var body = Json.object().put("sessionId", session.value());
    fork.head().ifPresent(head -> body.put("head", head.value()));
    fork.models().ifPresent(models -> put(body, models));
    fork.profile().ifPresent(profile -> body.put("profile", profile.label()));
    body.set("budget", RemoteNode.budget(fork.budget()));
    RemoteNode.put(body, fork.policy());
    put(body, fork.approve());
    return asked(session, path(fork.source()) + "/fork", body, Documents::done);
  }

  @Override
  public CompletionStage<SessionReply> submit(
      SessionId session, TurnRequest request, IfBusy ifBusy) {
    var body =
        Json.object()
            .put("message", payloads.text(request.message()))
            .put("requestId", request.requestId())
            .put("ifBusy", ifBusy.name().toLowerCase(Locale.ROOT));
    var inputs = body.putObject("inputs");
    request.inputs().forEach((name, ref) -> inputs.put(name, payloads.get(ref.payload())));
    request.models().ifPresent(models -> put(body, models));
    request.maxSteps().ifPresent(steps -> body.put("maxSteps", steps));
    request.timeout().ifPresent(time -> body.put("timeout", time.toMillis() + "ms"));
    request.schema().ifPresent(schema -> body.set("schema", Json.parsed(payloads.text(schema))));
    put(body, request.approve());
    return asked(
        session,
        path(session) + "/turns",
        body,
        answer -> new TurnAccepted(session, answer.path("turnId").asInt()));
  }

  @Override
  public CompletionStage<SessionReply> await(SessionId session, int turn, Duration patience) {
    return answered(
        session,
        door.get(path(session) + "/turns/" + turn + "?wait=" + patience.toMillis() + "ms"),
        answer ->
            Documents.isPending(answer)
                ? pending(session, turn, Documents.asks(answer))
                : new TurnSettled(session, Documents.result(answer)));
  }

  @Override
  public CompletionStage<SessionReply> cancel(SessionId session, int turn) {
    return asked(
            session, path(session) + "/cancel", Json.object().put("turn", turn), Documents::done)
        .thenCompose(
            reply ->
                reply instanceof Done
                    ? await(session, turn, Duration.ZERO)
                    : CompletableFuture.completedFuture(reply));
  }

  @Override
  public CompletionStage<SessionReply> cancelChild(SessionId session, SessionId child) {
    return asked(
        session,
        path(session) + "/cancel",
        Json.object().put("child", child.value()),
        answer -> new TurnSettled(child, Documents.ended(answer)));
  }

  @Override
  public CompletionStage<SessionReply> pause(SessionId session) {
    return told(session, "pause");
  }

  @Override
  public CompletionStage<SessionReply> purge(SessionId session) {
    return told(session, "purge");
  }

  @Override
  public CompletionStage<SessionReply> compact(SessionId session) {
    return told(session, "compact");
  }

  @Override
  public CompletionStage<SessionReply> close(SessionId session) {
    return told(session, "close");
  }

  /** The node waits for a bounded time: it is asked again until the session has stopped. */
  @Override
  public CompletionStage<SessionReply> stop(SessionId session, boolean untilStopped) {
    var body = Json.object();
    if (untilStopped) {
      body.put("wait", WAIT);
    }
    return asked(session, path(session) + "/stop", body, Documents::done)
        .thenCompose(
            reply ->
                untilStopped
                        && reply instanceof Done(var _, var status)
                        && SessionStatus.unfinished().contains(status)
                    ? stop(session, true)
                    : CompletableFuture.completedFuture(reply));
  }

  @Override
  public CompletionStage<SessionReply> resume(SessionId session, Optional<HeadId> head) {
    var body = Json.object();
    head.ifPresent(id -> body.put("head", id.value()));
    return asked(session, path(session) + "/resume", body, Documents::done);
  }

  /** The node is asked again for as long as it says that it still looks. */
  @Override
  public CompletionStage<SessionReply> release(
      SessionId session, ReleaseRequest request, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    var body = Json.object();
    body.put("requestId", request.requestId()).put("by", request.by()).put("why", request.why());
    switch (request.choice()) {
      case ReleaseRequest.AsRecorded _ -> {}
      case ReleaseRequest.NewestGood _ -> body.put("newestGood", true);
      case ReleaseRequest.AtHead(var head) -> body.put("head", head.value());
    }
    body.put("wait", WAIT);
    return asked(session, path(session) + "/release", body, Documents::released)
        .thenCompose(
            reply ->
                reply instanceof ReleasePending && System.nanoTime() < end
                    ? release(session, request, Duration.ofNanos(end - System.nanoTime()))
                    : CompletableFuture.completedFuture(reply));
  }

  @Override
  public CompletionStage<SessionReply> answer(AskId ask, AskReply reply) {
    var body = Json.object().put("by", reply.by());
    switch (reply.words()) {
      case AskReply.Value(var json) -> body.set("answer", Json.parsed(json));
      case AskReply.Decline(var why) -> body.put("decline", why);
      case AskReply.Approve(var arguments) -> {
        body.put("approve", true);
        arguments.ifPresent(json -> body.set("arguments", Json.parsed(json)));
      }
      case AskReply.Reject(var why) -> body.put("reject", why);
    }
    return asked(ask.session(), "/v1/asks/" + ask, body, Documents::done);
  }

  @Override
  public CompletionStage<SessionReply> tell(SessionId session, Letter letter) {
    var body =
        Json.object()
            .put("text", letter.text())
            .put("mode", letter.mode().wire())
            .put("by", letter.from().name())
            .put("requestId", letter.id());
    return asked(
        session,
        path(session) + "/messages",
        body,
        answer ->
            answer.has("turnId")
                ? new TurnAccepted(session, answer.path("turnId").asInt())
                : Documents.done(answer));
  }

  @Override
  public CompletionStage<SessionReply> raise(SessionId session, Raise raise, String by) {
    var body = Json.object().put("by", by);
    body.set("budget", Json.tree(raise.wire()));
    return asked(session, path(session) + "/budget", body, Documents::done);
  }

  @Override
  public CompletionStage<SessionReply> schedule(SessionId session, ScheduleOrder order) {
    var path = path(session) + "/schedules";
    return answered(
        session,
        switch (order.act()) {
          case ScheduleOrder.Add(var schedule) ->
              door.post(path, scheduled(schedule).put("by", order.by()));
          case ScheduleOrder.Change(var name, var phase) ->
              switch (phase) {
                case ACTIVE -> change(path, name, "resume", order.by());
                case PAUSED -> change(path, name, "pause", order.by());
                case REMOVED ->
                    door.delete(
                        "%s/%s?by=%s"
                            .formatted(
                                path, name, URLEncoder.encode(order.by(), StandardCharsets.UTF_8)));
              };
        },
        answer -> Documents.read(answer, ScheduledDocument.class).reply());
  }

  private CompletableFuture<JsonNode> change(String path, String name, String verb, String by) {
    return door.post(path + "/" + name + "/" + verb, Json.object().put("by", by));
  }

  private static ObjectNode scheduled(Schedule schedule) {
    var body =
        Json.object()
            .put("name", schedule.name())
            .put("task", schedule.task())
            .put("overlap", schedule.overlap().wire());
    return switch (schedule.rhythm()) {
      case Schedule.Every(var period) -> body.put("every", TimeText.of(period));
      case Schedule.Cron(var expression, var zone) ->
          body.put("cron", expression).put("zone", zone);
    };
  }

  @Override
  public CompletionStage<SessionReply> describe(SessionId session) {
    return CompletableFuture.supplyAsync(
        () ->
            reader
                .described(session)
                .orElseGet(
                    () ->
                        new Refused(
                            session,
                            new Refusal(
                                Refusal.Kind.UnknownSession,
                                "there is no session " + session + "; name one that is listed"))));
  }

  private static TurnPending pending(SessionId session, int turn, List<AskNote> asks) {
    return new TurnPending(session, turn, !asks.isEmpty(), asks);
  }

  private CompletionStage<SessionReply> told(SessionId session, String verb) {
    return asked(session, path(session) + "/" + verb, Json.object(), Documents::done);
  }

  private CompletionStage<SessionReply> asked(
      SessionId session, String path, ObjectNode body, Function<JsonNode, SessionReply> reply) {
    return answered(session, door.post(path, body), reply);
  }

  private static CompletionStage<SessionReply> answered(
      SessionId session,
      CompletableFuture<JsonNode> answer,
      Function<JsonNode, SessionReply> reply) {
    return answer
        .thenApply(reply)
        .exceptionallyCompose(
            failure ->
                refusal(failure)
                    .<CompletionStage<SessionReply>>map(
                        why -> CompletableFuture.completedFuture(new Refused(session, why)))
                    .orElseGet(() -> CompletableFuture.failedFuture(cause(failure))));
  }

  private static Optional<Refusal> refusal(Throwable failure) {
    return cause(failure) instanceof RemoteProblem problem
        ? Arrays.stream(Refusal.Kind.values())
            .filter(kind -> kind.name().equals(problem.kind()))
            .findFirst()
            .map(kind -> new Refusal(kind, String.valueOf(problem.getMessage())))
        : Optional.empty();
  }

  static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }

  static void put(ObjectNode body, ModelChoice models) {
    put(body, "model", models.root());
    put(body, "childModel", models.child());
    put(body, "leafModel", models.leaf());
  }

  private static void put(ObjectNode body, String name, String spec) {
    if (!spec.isBlank()) {
      body.put(name, spec);
    }
  }

  private static void put(ObjectNode body, List<String> approve) {
    if (!approve.isEmpty()) {
      approve.forEach(body.putArray("approve")::add);
    }
  }

  static String path(SessionId session) {
    return "/v1/sessions/" + session.value();
  }
}
