package dev.fractal.http.routes;

import dev.fractal.http.live.LiveEvents;
import dev.fractal.http.live.StreamForm;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Exchange;
import dev.fractal.http.wire.Fields;
import dev.fractal.http.wire.Problem;
import dev.fractal.http.wire.Route;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.EventJson;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import dev.fractal.view.TurnIndex;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Events of sessions and trees: stored ones as documents, and live ones. */
public record EventRoutes(SessionReader reader, LiveEvents live) {
  private static final String SSE = "text/event-stream";
  private static final ContentType SSE_TYPE = ContentTypes.parse(SSE);
  private static final ContentType LINES_TYPE = ContentTypes.parse("application/x-ndjson");
  private static final String JSON = "application/json";
  private static final ByteString HELLO = ByteString.fromString("retry: 1000\n\n");

  public List<Route> all() {
    return List.of(
        Route.read("/v1/sessions/{id}/events", exchange -> events(exchange, false)),
        Route.read("/v1/sessions/{id}/tree/events", exchange -> events(exchange, true)));
  }

  private CompletionStage<HttpResponse> events(Exchange exchange, boolean tree) {
    var stream = new LiveEvents.Stream(exchange.session(), tree);
    var given = after(exchange);
    var limit = exchange.query("limit", text -> ReadRoutes.number("limit", text));
    requireThere(stream, given);
    var after = given.or(() -> beforeTurns(exchange, stream));
    return CompletableFuture.completedFuture(answer(exchange, stream, after, limit));
  }

  private HttpResponse answer(
      Exchange exchange,
      LiveEvents.Stream stream,
      Optional<String> after,
      Optional<Integer> limit) {
    try {
      if (exchange.accepts(SSE)) {
        var events = live.live(stream, after, StreamForm.SERVER_SENT);
        return Answers.with(
            streamed(SSE_TYPE, Source.single(HELLO).concatLazy(events)), "X-Accel-Buffering", "no");
      }
      if (exchange.flag("follow")) {
        return streamed(LINES_TYPE, live.live(stream, after, StreamForm.LINES));
      }
      return exchange.accepts(JSON) && !stream.tree()
          ? Answers.ok(
              Json.array(
                  reader.events(
                      stream.session(),
                      after.map(Long::parseLong).orElse(0L) + 1,
                      limit.orElse(Integer.MAX_VALUE)),
                  EventJson::event))
          : limit.isPresent() && !stream.tree()
              ? lines(stream.session(), after, limit.get())
              : streamed(LINES_TYPE, live.stored(stream, after, StreamForm.LINES));
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(Fields.shortened(String.valueOf(e.getMessage()))).thrown();
    }
  }

  /** A page of a session's stored events. */
  private HttpResponse lines(SessionId session, Optional<String> after, int limit) {
    var lines = new StringBuilder();
    for (var entry : reader.events(session, after.map(Long::parseLong).orElse(0L) + 1, limit)) {
      lines.append(Answers.text(EventJson.event(entry))).append('\n');
    }
    return HttpResponse.create()
        .withEntity(HttpEntities.create(LINES_TYPE, ByteString.fromString(lines.toString())));
  }

  /** The id before the turns that are asked for; empty when that is not said. */
  private Optional<String> beforeTurns(Exchange exchange, LiveEvents.Stream stream) {
    var newest = exchange.query("turns", text -> ReadRoutes.number("turns", text));
    var from = exchange.query("turn", text -> ReadRoutes.number("turn", text));
    return newest.isEmpty() && from.isEmpty()
        ? Optional.empty()
        : TurnIndex.of(stream.session(), reader)
            .map(index -> index.begin(newest.orElse(1), from))
            .map(event -> live.before(stream, event));
  }

  /** The header, which a browser sends by itself, wins over the query. */
  private static Optional<String> after(Exchange exchange) {
    var header = exchange.headers("last-event-id");
    if (header.size() > 1) {
      throw Problem.badRequest("Last-Event-ID is given twice; give it once").thrown();
    }
    return header.isEmpty() ? exchange.query("after") : header.stream().findFirst();
  }

  private void requireThere(LiveEvents.Stream stream, Optional<String> after) {
    long highest = reader.highest(stream.session());
    if (highest == 0) {
      throw ReadRoutes.unknown(stream.session());
    }
    if (!stream.tree() && after.isPresent()) {
      if (!after.get().matches("\\d{1,18}")) {
        throw Problem.badRequest(
                "'" + Fields.shortened(after.get()) + "' is no event id of this stream")
            .thrown();
      }
      if (Long.parseLong(after.get()) > highest) {
        throw new Problem(
                409,
                "BeyondEnd",
                "session '"
                    + stream.session()
                    + "' has no event "
                    + after.get()
                    + ", its last one is "
                    + highest
                    + "; read it from the beginning")
            .thrown();
      }
    }
  }

  private static HttpResponse streamed(ContentType type, Source<ByteString, NotUsed> source) {
    return HttpResponse.create().withEntity(HttpEntities.createChunked(type, source));
  }
}
