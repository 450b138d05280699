package dev.fractal.http.routes;

import dev.fractal.client.Sessions;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Exchange;
import dev.fractal.http.wire.Fields;
import dev.fractal.http.wire.Problem;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.view.ReplyJson;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** New limits of a session's budget. */
record RaiseRoute(Sessions sessions) {

  CompletionStage<HttpResponse> raise(Exchange exchange) {
    var session = exchange.session();
    var fields = exchange.fields();
    var limits = fields.values("budget").orElseThrow(() -> fields.bad("budget", "is missing"));
    var by = fields.textIfAny("by").orElse("http");
    fields.end();
    return SessionAnswers.expect(
            Done.class, sessions.raise(session, limits(fields, limits), name(by)))
        .thenApply(done -> Answers.ok(ReplyJson.done(done)));
  }

  private static Raise limits(Fields fields, Map<String, Object> limits) {
    try {
      return Raise.read(limits);
    } catch (IllegalArgumentException e) {
      throw fields.bad(
          "budget", "is unusable: " + Fields.shortened(String.valueOf(e.getMessage())));
    }
  }

  private static String name(String by) {
    try {
      return new Letter.Person(by).name();
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage())).thrown();
    }
  }
}
