package dev.fractal.http.routes;

import dev.fractal.client.Sessions;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Exchange;
import dev.fractal.http.wire.Fields;
import dev.fractal.http.wire.Problem;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.view.Json;
import dev.fractal.view.ReplyJson;
import dev.fractal.view.document.PendingDocument;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What people tell a session while its turn runs. */
record TellRoute(Sessions sessions) {

  CompletionStage<HttpResponse> tell(Exchange exchange) {
    var session = exchange.session();
    var letter = letter(exchange.fields());
    return sessions
        .tell(session, letter)
        .thenApply(SessionAnswers::accepted)
        .thenApply(this::answer);
  }

  private static Letter letter(Fields fields) {
    var text = fields.text("text");
    var mode =
        fields
            .form(
                "mode", word -> Letter.Mode.named(word).orElseThrow(IllegalArgumentException::new))
            .orElse(Letter.Mode.STEER);
    var by = fields.textIfAny("by").orElse("http");
    var key = fields.textIfAny("requestId").orElseGet(() -> UUID.randomUUID().toString());
    fields.end();
    try {
      return new Letter(key, new Letter.Person(by), mode, text);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage())).thrown();
    }
  }

  private HttpResponse answer(SessionReply reply) {
    return switch (reply) {
      case Done done -> Answers.ok(ReplyJson.done(done));
      case TurnAccepted(var session, int turn) ->
          Answers.with(
              Answers.json(202, Json.document(PendingDocument.of(session, turn, List.of()))),
              "Location",
              "/v1/sessions/" + session.value() + "/turns/" + turn);
      default -> throw new IllegalStateException("what is told is taken or a turn");
    };
  }
}
