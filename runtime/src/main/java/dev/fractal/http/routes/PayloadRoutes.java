package dev.fractal.http.routes;

import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Exchange;
import dev.fractal.http.wire.Problem;
import dev.fractal.http.wire.Route;
import dev.fractal.persistence.payload.PayloadText;
import dev.fractal.persistence.store.PayloadReference;
import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import dev.fractal.view.document.PayloadDocument;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Stored texts, for callers that name a session whose events refer to them. */
public record PayloadRoutes(SessionReader reader, Executor threads) {
  private static final int BLOCK = 1 << 16;

  /** Events that are looked through at a time. */
  private static final int EVENTS = 512;

  public List<Route> all() {
    return List.of(Route.read("/v1/sessions/{id}/payloads/{payload}", this::payload));
  }

  private CompletionStage<HttpResponse> payload(Exchange exchange) {
    var session = exchange.session();
    var id = exchange.parameter("payload", PayloadId::new);
    long highest = reader.highest(session);
    if (highest == 0) {
      throw ReadRoutes.unknown(session);
    }
    if (!refers(session, highest, id)) {
      throw new Problem(
              404,
              "UnknownPayload",
              "no event of session '" + session + "' refers to payload " + id)
          .thrown();
    }
    var text = reader.payloads().open(id);
    return CompletableFuture.completedFuture(
        exchange.accepts("application/json") ? document(id, text) : streamed(text));
  }

  /** Mostly what is asked for is among the newest events. */
  private boolean refers(SessionId session, long highest, PayloadId id) {
    for (long to = highest; to > 0; to -= EVENTS) {
      long from = Math.max(1, to - EVENTS + 1);
      if (reader.events(session, from, (int) (to - from + 1)).stream()
          .anyMatch(entry -> PayloadReference.isIn(entry.event(), id))) {
        return true;
      }
    }
    return false;
  }

  private static HttpResponse document(PayloadId id, PayloadText text) {
    return Answers.ok(
        Json.document(new PayloadDocument(id, text.length(), text.slice(0, text.length()))));
  }

  /** Texts can be large: they pass through in blocks, read when the caller takes them. */
  private HttpResponse streamed(PayloadText text) {
    var blocks =
        Source.unfoldAsync(
            0L,
            start ->
                CompletableFuture.supplyAsync(
                    () ->
                        start >= text.length()
                            ? Optional.<Pair<Long, ByteString>>empty()
                            : Optional.of(block(text, start)),
                    threads));
    return HttpResponse.create().withEntity(HttpEntities.createChunked(Answers.TEXT, blocks));
  }

  /** A block that does not end between the two halves of a character. */
  private static Pair<Long, ByteString> block(PayloadText text, long start) {
    var slice = text.slice(start, start + BLOCK);
    int length = slice.length();
    if (length > 1
        && Character.isHighSurrogate(slice.charAt(length - 1))
        && start + length < text.length()) {
      slice = slice.substring(0, length - 1);
    }
    return Pair.create(start + slice.length(), ByteString.fromString(slice));
  }
}
