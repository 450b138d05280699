package dev.fractal.http.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.client.SessionIds;
import dev.fractal.client.Sessions;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Exchange;
import dev.fractal.http.wire.Problem;
import dev.fractal.http.wire.Problems;
import dev.fractal.http.wire.Route;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.view.ReplyJson;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What sessions are told, turns excepted. */
public record DriveRoutes(Sessions sessions, Beginnings beginnings, Waiting waiting) {

  public List<Route> all() {
    return List.of(
        Route.post("/v1/sessions", this::start),
        Route.post("/v1/sessions/{id}/fork", this::fork),
        Route.post("/v1/sessions/{id}/stop", this::stop),
        Route.post("/v1/sessions/{id}/resume", this::resume),
        Route.post("/v1/sessions/{id}/release", new ReleaseRoute(waiting)::release),
        Route.post("/v1/sessions/{id}/messages", new TellRoute(sessions)::tell),
        Route.post("/v1/sessions/{id}/budget", new RaiseRoute(sessions)::raise),
        Route.post("/v1/sessions/{id}/cancel", this::cancel),
        plain("compact", sessions::compact),
        plain("close", sessions::close),
        plain("pause", sessions::pause),
        plain("purge", sessions::purge));
  }

  private static Route plain(
      String verb, Function<SessionId, CompletionStage<SessionReply>> command) {
    return Route.post(
        "/v1/sessions/{id}/" + verb,
        exchange -> {
          exchange.fields().end();
          return done(command.apply(exchange.session()));
        });
  }

  private CompletionStage<HttpResponse> start(Exchange exchange) {
    var begin = beginnings.read(exchange.fields());
    return SessionAnswers.expect(Done.class, sessions.start(begin.session(), begin.spec()))
        .thenApply(done -> created(done.session(), 201, ReplyJson.done(done)));
  }

  private CompletionStage<HttpResponse> fork(Exchange exchange) {
    var fields = exchange.fields();
    var source = exchange.session();
    var named = fields.form("sessionId", SessionId::new);
    var requestId = fields.textIfAny("requestId");
    var head = fields.form("head", HeadId::new);
    Optional<ModelChoice> models = beginnings.models().replaced(fields, source);
    var profile = beginnings.profile(fields);
    var budget = Beginnings.budget(fields);
    var policy = Beginnings.policy(fields);
    var approve = Beginnings.approve(fields);
    fields.end();
    var id = named.orElseGet(() -> SessionIds.of(requestId));
    return SessionAnswers.expect(
            Done.class,
            sessions.fork(
                id, new Derivation.Fork(source, head, models, profile, budget, policy, approve)))
        .thenCompose(_ -> SessionAnswers.expect(Described.class, sessions.describe(id)))
        .thenApply(described -> created(id, 201, ReplyJson.derived(described, source)));
  }

  private CompletionStage<HttpResponse> stop(Exchange exchange) {
    var fields = exchange.fields();
    var wait = fields.time("wait");
    fields.end();
    var session = exchange.session();
    return wait.map(time -> done(waiting.untilStopped(session, time)))
        .orElseGet(() -> done(sessions.stop(session, false)));
  }

  private CompletionStage<HttpResponse> resume(Exchange exchange) {
    var fields = exchange.fields();
    var head = fields.form("head", HeadId::new);
    fields.end();
    return done(sessions.resume(exchange.session(), head));
  }

  private CompletionStage<HttpResponse> cancel(Exchange exchange) {
    var fields = exchange.fields();
    var turn = fields.whole("turn", 1);
    var child = fields.form("child", SessionId::new);
    fields.end();
    var session = exchange.session();
    if (turn.isPresent() && child.isPresent()) {
      throw Problem.badRequest("fields 'turn' and 'child' exclude each other; name one").thrown();
    }
    if (child.isPresent()) {
      return SessionAnswers.expect(TurnSettled.class, sessions.cancelChild(session, child.get()))
          .thenApply(
              settled -> Answers.ok(ReplyJson.cancelled(session, child.get(), settled.result())));
    }
    return turn.map(number -> cancelled(session, number))
        .orElseGet(
            () ->
                SessionAnswers.expect(Described.class, sessions.describe(session))
                    .thenCompose(described -> cancelled(session, running(described))));
  }

  /** The session's status when the turn has ended. */
  private CompletionStage<HttpResponse> cancelled(SessionId session, int turn) {
    return SessionAnswers.expect(TurnSettled.class, sessions.cancel(session, turn))
        .thenCompose(_ -> SessionAnswers.expect(Described.class, sessions.describe(session)))
        .thenApply(described -> Answers.ok(ReplyJson.done(new Done(session, described.status()))));
  }

  private static int running(Described described) {
    return described
        .openTurn()
        .orElseThrow(
            () ->
                Problems.of(
                        new Refusal(
                            Refusal.Kind.UnknownTurn,
                            "no turn of session '"
                                + described.session()
                                + "' runs; there is nothing to cancel"))
                    .thrown());
  }

  private static CompletionStage<HttpResponse> done(CompletionStage<SessionReply> stage) {
    return SessionAnswers.expect(Done.class, stage)
        .thenApply(done -> Answers.ok(ReplyJson.done(done)));
  }

  private static HttpResponse created(SessionId session, int status, JsonNode document) {
    return Answers.with(
        Answers.json(status, document), "Location", "/v1/sessions/" + session.value());
  }
}
