package dev.fractal.http.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.UniversalEntity;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * One connection: whether a request of it is being answered, and two ways to end it. Between
 * requests it can be ended at any time without a loss; so can one whose first request is not whole.
 */
final class Visit {
  /** Bytes of an answer that are not counted: so many a connection may hold anyway. */
  private static final int FREE = BodyBudget.FREE;

  private final InetAddress from;
  private final Turnstile turnstile;
  private final SharedKillSwitch requests = KillSwitches.shared("requests");
  private final CompletableFuture<UniqueKillSwitch> bytes = new CompletableFuture<>();
  private volatile boolean asked;

  Visit(InetAddress from, Turnstile turnstile) {
    this.from = from;
    this.turnstile = turnstile;
  }

  /** Its client. */
  InetAddress from() {
    return from;
  }

  /** Whether a whole request came. */
  boolean asked() {
    return asked;
  }

  /** Where its requests pass. */
  Flow<HttpRequest, HttpRequest, NotUsed> requests() {
    return Flow.of(HttpRequest.class).via(requests.flow());
  }

  /** Where its bytes pass, both ways. */
  BidiFlow<ByteString, ByteString, ByteString, ByteString, NotUsed> bytes() {
    return BidiFlow.fromGraph(KillSwitches.<ByteString, ByteString>singleBidi())
        .mapMaterializedValue(
            end -> {
              bytes.complete(end);
              return NotUsed.getInstance();
            });
  }

  /** Has a request answered; the visit is busy until the answer has been produced to its end. */
  CompletionStage<HttpResponse> answer(
      HttpRequest request, Function<HttpRequest, CompletionStage<HttpResponse>> front) {
    asked = true;
    turnstile.busy(this);
    return front.apply(request).thenApply(this::untilItsEnd);
  }

  private HttpResponse untilItsEnd(HttpResponse response) {
    if (!(response.entity() instanceof HttpEntity.Chunked)) {
      turnstile.idle(this);
      return response.entity() instanceof HttpEntity.Strict strict && strict.getData().size() > FREE
          ? response.withEntity(counted(strict))
          : response;
    }
    return response.transformEntityDataBytes(
        Flow.of(ByteString.class)
            .watchTermination(
                (used, over) -> {
                  var _ = over.whenComplete((_, _) -> turnstile.idle(this));
                  return used;
                }));
  }

  /** A large answer in pieces, so that it is seen when the last one has been taken. */
  private UniversalEntity counted(HttpEntity.Strict strict) {
    var data = strict.getData();
    turnstile.holds(this, data.size());
    var pieces = new ArrayList<ByteString>();
    for (int from = 0; from < data.size(); from += FREE) {
      pieces.add(data.slice(from, Math.min(from + FREE, data.size())));
    }
    var source =
        Source.from(pieces)
            .watchTermination(
                (used, over) -> {
                  var _ = over.whenComplete((_, _) -> turnstile.taken(this));
                  return used;
                });
    return HttpEntities.create(strict.getContentType(), data.size(), source);
  }

  /** Ends it once what it was answered has left. */
  void end() {
    requests.shutdown();
  }

  /** Ends it now. */
  void cut() {
    var _ = bytes.thenAccept(end -> end.abort(new Cut()));
  }

  /** Ends it: at once when nothing was asked, else when {@code later} says so at the latest. */
  void evict(Executor later) {
    if (asked) {
      end();
      later.execute(this::cut);
    } else {
      cut();
    }
  }

  /** The connection was ended by its server. */
  private static final class Cut extends IOException {
    private static final long serialVersionUID = 1L;

    Cut() {
      super("the connection was ended to make room");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }
}
