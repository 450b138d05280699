package dev.fractal.http.routes;

import dev.fractal.client.Sessions;
import dev.fractal.http.lanes.Lanes;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Exchange;
import dev.fractal.http.wire.Fields;
import dev.fractal.http.wire.Route;
import dev.fractal.http.wire.Times;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.command.SessionReply.TurnPending;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.schema.ValueSchema;
import dev.fractal.view.Json;
import dev.fractal.view.ViewJson;
import dev.fractal.view.document.PendingDocument;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Turns: asking for one, and waiting for its end. */
public record TurnRoutes(
    Sessions sessions, PayloadStore payloads, Models models, Waiting waiting, Lanes lanes) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]{0,99}");
  private static final int LONGEST_KEY = 200;

  public List<Route> all() {
    return List.of(
        Route.post("/v1/sessions/{id}/turns", this::submit),
        Route.get("/v1/sessions/{id}/turns/{turn}", this::turn));
  }

  private CompletionStage<HttpResponse> submit(Exchange exchange) {
    var session = exchange.session();
    var fields = exchange.fields();
    var wait = fields.time("wait").orElse(Duration.ZERO);
    var until = fields.form("until", TurnRoutes::until).orElse(Until.ENDED);
    var ifBusy =
        fields
            .form("ifBusy", word -> IfBusy.valueOf(word.toUpperCase(Locale.ROOT)))
            .orElse(IfBusy.QUEUE);
    var request = request(fields, session);
    return SessionAnswers.expect(TurnAccepted.class, sessions.submit(session, request, ifBusy))
        .thenCompose(
            accepted ->
                wait.isZero()
                    ? CompletableFuture.completedFuture(new TurnPending(session, accepted.turn()))
                    : waited(session, accepted.turn(), wait, until))
        .thenCompose(this::told);
  }

  private TurnRequest request(Fields fields, SessionId session) {
    var message = fields.text("message");
    if (message.isBlank()) {
      throw fields.bad("message", "is empty; say what the session should do");
    }
    var key = fields.textIfAny("requestId").orElseGet(() -> UUID.randomUUID().toString());
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      throw fields.bad("requestId", "has not 1 to 200 characters");
    }
    var inputs = inputs(fields);
    var maxSteps = fields.whole("maxSteps", 1);
    var timeout = fields.time("timeout");
    if (timeout.filter(Duration::isZero).isPresent()) {
      throw fields.bad("timeout", "is not longer than nothing");
    }
    var schema = schema(fields);
    var choice = models.replaced(fields, session);
    var approve = Beginnings.approve(fields);
    fields.end();
    return new TurnRequest(
        key,
        payloads.keep(message),
        stored(inputs),
        choice,
        maxSteps,
        timeout,
        schema.map(payloads::keep),
        approve);
  }

  private static Map<String, String> inputs(Fields fields) {
    var inputs = fields.texts("inputs");
    for (var name : inputs.keySet()) {
      if (!NAME.matcher(name).matches()) {
        throw fields.bad(
            "inputs." + name, "is no name; one has letters, digits, '_' and '$', no digit first");
      }
    }
    return inputs;
  }

  private Map<String, InputRef> stored(Map<String, String> inputs) {
    var stored = new LinkedHashMap<String, InputRef>();
    inputs.forEach(
        (name, text) -> stored.put(name, new InputRef(payloads.put(text), text.length())));
    return stored;
  }

  private static Optional<String> schema(Fields fields) {
    return fields
        .tree("schema")
        .map(
            schema -> {
              try {
                var text = schema.toString();
                var _ = ValueSchema.read(text);
                return text;
              } catch (IllegalArgumentException e) {
                throw fields.bad(
                    "schema", "is unusable: " + Fields.shortened(String.valueOf(e.getMessage())));
              }
            });
  }

  private CompletionStage<HttpResponse> turn(Exchange exchange) {
    var session = exchange.session();
    int turn = exchange.parameter("turn", text -> ReadRoutes.number("turn", text));
    var wait = exchange.query("wait", Times::read).orElse(Duration.ZERO);
    var until = exchange.query("until", TurnRoutes::until).orElse(Until.ENDED);
    return waited(session, turn, wait, until).thenCompose(this::told);
  }

  /** What is waited for: the turn's end, or that it waits for nothing but people, too. */
  private enum Until {
    ENDED,
    ASKED
  }

  private static Until until(String word) {
    return switch (word) {
      case "ended" -> Until.ENDED;
      case "asked" -> Until.ASKED;
      default -> throw new IllegalArgumentException("'until' is ended or asked");
    };
  }

  private CompletionStage<SessionReply> waited(
      SessionId session, int turn, Duration wait, Until until) {
    return switch (until) {
      case ENDED -> waiting.untilSettled(session, turn, wait);
      case ASKED -> waiting.untilAsked(session, turn, wait);
    };
  }

  private CompletionStage<HttpResponse> told(SessionReply reply) {
    return CompletableFuture.supplyAsync(
        () -> answer(reply), isLarge(reply) ? lanes.reads() : lanes.quick());
  }

  /** Whether the answer has a value that is read from the store first. */
  private static boolean isLarge(SessionReply reply) {
    return reply instanceof TurnSettled(var _, var result)
        && result.outcome() instanceof TurnOutcome.Finished(Content.Stored _);
  }

  private HttpResponse answer(SessionReply reply) {
    return switch (SessionAnswers.accepted(reply)) {
      case TurnSettled(_, var result) -> Answers.ok(new ViewJson(payloads).result(result));
      case TurnPending(var session, int turn, var _, var asks) ->
          Answers.with(
              Answers.json(202, Json.document(PendingDocument.of(session, turn, asks))),
              "Location",
              "/v1/sessions/" + session.value() + "/turns/" + turn);
      case TurnAccepted _,
          SessionReply.Done _,
          SessionReply.Scheduled _,
          SessionReply.Described _,
          SessionReply.Released _,
          SessionReply.ReleasePending _,
          SessionReply.Refused _ ->
          throw new IllegalStateException("a turn's end is settled or pending");
    };
  }
}
