package dev.fractal.http;

import dev.fractal.http.live.LiveEvents;
import dev.fractal.http.live.StreamForm;
import dev.fractal.view.EventJson;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
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
record EventRoutes(SessionReader reader, LiveEvents live) {
  private static final String SSE = "text/event-stream";
  private static final ContentType SSE_TYPE = ContentTypes.parse(SSE);
  private static final ContentType LINES_TYPE = ContentTypes.parse("application/x-ndjson");
  private static final String JSON = "application/json";
  private static final ByteString HELLO = ByteString.fromString("retry: 1000\n\n");

  List<Route> all() {
    return List.of(
        Route.get("/v1/sessions/{id}/events", exchange -> events(exchange, false)),
        Route.get("/v1/sessions/{id}/tree/events", exchange -> events(exchange, true)));
  }

  private CompletionStage<HttpResponse> events(Exchange exchange, boolean tree) {
    var stream = new LiveEvents.Stream(exchange.session(), tree);
    var after = after(exchange);
    requireThere(stream, after);
    return CompletableFuture.completedFuture(answer(exchange, stream, after));
  }

  private HttpResponse answer(Exchange exchange, LiveEvents.Stream stream, Optional<String> after) {
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
                  reader.events(stream.session()).stream()
                      .filter(entry -> entry.sequence() > after.map(Long::parseLong).orElse(0L))
                      .toList(),
                  EventJson::event))
          : streamed(LINES_TYPE, live.stored(stream, after, StreamForm.LINES));
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(Fields.shortened(String.valueOf(e.getMessage()))).thrown();
    }
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
