package dev.fractal.http.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.client.Sessions;
import dev.fractal.http.wire.Admission;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Exchange;
import dev.fractal.http.wire.Fields;
import dev.fractal.http.wire.Problem;
import dev.fractal.http.wire.Problems;
import dev.fractal.http.wire.Route;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.view.Json;
import dev.fractal.view.ReplyJson;
import dev.fractal.view.SessionReader;
import dev.fractal.view.document.OpenAskDocument;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What cells ask people, and the answers. */
public record AskRoutes(Sessions sessions, SessionReader reader) {
  private static final int LISTED = 100;
  private static final int MOST_LISTED = 10_000;

  public List<Route> all() {
    return List.of(
        Route.read("/v1/asks", this::list),
        Route.read("/v1/asks/{ask}", this::show),
        new Route("POST", "/v1/asks/{ask}", Admission.ANSWER, this::answer));
  }

  private CompletionStage<HttpResponse> list(Exchange exchange) {
    var status = exchange.query("status").orElse("open");
    if (!status.equals("open")) {
      throw Problem.badRequest("'status' in the query is open; others are in the journals")
          .thrown();
    }
    int limit = exchange.query("limit", text -> ReadRoutes.number("limit", text)).orElse(LISTED);
    var session = exchange.query("session", SessionId::new);
    var asks =
        session
            .map(id -> new AskBranch(id, reader).asks(Math.min(limit, MOST_LISTED)))
            .orElseGet(() -> reader.asks(Optional.empty(), Math.min(limit, MOST_LISTED)));
    return ok(Answers.ok(Json.array(asks, ask -> Json.document(OpenAskDocument.of(ask)))));
  }

  private CompletionStage<HttpResponse> show(Exchange exchange) {
    var id = exchange.parameter("ask", AskId::parse);
    var view = reader.ask(id).orElseThrow(() -> closed(id));
    return ok(Answers.ok(Json.document(view)));
  }

  private static RuntimeException closed(AskId id) {
    return Problems.of(
            new Refusal(
                Refusal.Kind.UnknownAsk,
                "ask %s is not open: it was answered, its turn has ended, or there was none"
                    .formatted(id)))
        .thrown();
  }

  private static CompletionStage<HttpResponse> ok(HttpResponse response) {
    return CompletableFuture.completedFuture(response);
  }

  private CompletionStage<HttpResponse> answer(Exchange exchange) {
    var ask = exchange.parameter("ask", AskId::parse);
    var reply = reply(exchange.fields());
    return SessionAnswers.expect(Done.class, sessions.answer(ask, reply))
        .thenApply(done -> Answers.ok(ReplyJson.done(done)));
  }

  private static AskReply reply(Fields fields) {
    var answer = fields.any("answer");
    var decline = fields.textIfAny("decline");
    var approve = fields.flag("approve").filter(yes -> yes);
    var arguments = fields.any("arguments");
    var reject = fields.textIfAny("reject");
    var by = fields.textIfAny("by").orElse("http");
    fields.end();
    try {
      var words =
          Stream.<Optional<? extends AskReply.Words>>of(
                  answer.map(value -> new AskReply.Value(value.toString())),
                  decline.map(AskReply.Decline::new),
                  approve.map(_ -> new AskReply.Approve(arguments.map(JsonNode::toString))),
                  reject.map(AskReply.Reject::new))
              .flatMap(Optional::stream)
              .toList();
      if (words.size() != 1 || (arguments.isPresent() && approve.isEmpty())) {
        throw Problem.badRequest(
                "the body has one of the fields 'answer', 'decline', 'approve' (true, and"
                    + " 'arguments' if they are edited) and 'reject'")
            .thrown();
      }
      return new AskReply(words.getFirst(), by);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage())).thrown();
    }
  }
}
