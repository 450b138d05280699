package dev.fractal.http.routes;

import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Exchange;
import dev.fractal.http.wire.Fields;
import dev.fractal.http.wire.Problem;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Released;
import dev.fractal.view.Json;
import dev.fractal.view.ReplyJson;
import dev.fractal.view.document.PendingDocument;
import dev.fractal.view.document.ReleasePendingDocument;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Lets a session go on that is quarantined or suspended. */
record ReleaseRoute(Waiting waiting) {
  private static final Duration WAIT = Duration.ofMinutes(1);

  CompletionStage<HttpResponse> release(Exchange exchange) {
    var fields = exchange.fields();
    var wait = fields.time("wait").orElse(WAIT);
    var request = request(fields);
    return waiting
        .untilReleased(exchange.session(), request, wait)
        .thenApply(reply -> answer(reply, request));
  }

  private static ReleaseRequest request(Fields fields) {
    var key = bounded(fields, "requestId", 200).orElseGet(() -> UUID.randomUUID().toString());
    var by = bounded(fields, "by", ReleaseRequest.LONGEST_NAME).orElse("http");
    var why = fields.textIfAny("why").orElse("");
    if (why.length() > ReleaseRequest.LONGEST_WHY) {
      throw fields.bad("why", "has more than 2,000 characters");
    }
    var head = fields.form("head", HeadId::new);
    boolean newest = fields.flag("newestGood").orElse(false);
    fields.end();
    if (head.isPresent() && newest) {
      throw Problem.badRequest("fields 'head' and 'newestGood' exclude each other; name one")
          .thrown();
    }
    return new ReleaseRequest(key, ReleaseRequest.choice(head, newest), by, why);
  }

  private static Optional<String> bounded(Fields fields, String name, int longest) {
    var text = fields.textIfAny(name);
    if (text.filter(word -> word.isBlank() || word.length() > longest).isPresent()) {
      throw fields.bad(name, "has not 1 to " + longest + " characters");
    }
    return text;
  }

  private static HttpResponse answer(SessionReply reply, ReleaseRequest request) {
    return SessionAnswers.accepted(reply) instanceof Released released
        ? Answers.ok(ReplyJson.released(released))
        : Answers.json(
            202,
            Json.document(
                new ReleasePendingDocument(
                    PendingDocument.PENDING, reply.session(), request.requestId())));
  }
}
