package dev.fractal.http;

import dev.fractal.persistence.payload.PayloadText;
import dev.fractal.persistence.store.PayloadReference;
import dev.fractal.protocol.PayloadId;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
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
record PayloadRoutes(SessionReader reader, Executor threads) {
  private static final int BLOCK = 1 << 16;

  List<Route> all() {
    return List.of(Route.get("/v1/sessions/{id}/payloads/{payload}", this::payload));
  }

  private CompletionStage<HttpResponse> payload(Exchange exchange) {
    var session = exchange.session();
    var id = exchange.parameter("payload", PayloadId::new);
    var journal = reader.events(session);
    if (journal.isEmpty()) {
      throw ReadRoutes.unknown(session);
    }
    if (journal.stream().noneMatch(entry -> PayloadReference.isIn(entry.event(), id))) {
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

  private static HttpResponse document(PayloadId id, PayloadText text) {
    return Answers.ok(
        Json.object()
            .put("id", id.value())
            .put("length", text.length())
            .put("text", text.slice(0, text.length())));
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
