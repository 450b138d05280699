package dev.fractal.http.wire;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.TLSClosing;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.TLS;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.stream.javadsl.Tcp;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port that is listened on, with the connections that came through it. Every connection passes a
 * {@link Turnstile} before a byte of it is read.
 */
public final class Door {
  private static final Logger LOG = LoggerFactory.getLogger(Door.class);
  private static final long BIND_SECONDS = 10;

  /** As many may come at once as fit the system's own queue. */
  private static final int BACKLOG = 4096;

  /** Bytes of a first head that is not whole yet; behind them the parser decides. */
  private static final int HELD = 8 * 1024;

  /** An answer that does not leave in this time, of a connection that has to go, never does. */
  private static final Duration LEAVING = Duration.ofSeconds(5);

  private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Opening opening;
  private final BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed> layers;
  private final BidiFlow<HttpResponse, SslTlsOutbound, SslTlsInbound, HttpRequest, NotUsed> http;
  private final Turnstile turnstile;
  private final AtomicLong reported = new AtomicLong(System.nanoTime() - REPORT_NANOS);
  private final Tcp.ServerBinding binding;

  /**
   * How a door is made.
   *
   * @param option how another port is chosen
   * @param dispatcher the threads of its connections, by its path in the configuration
   * @param maxAnswers bytes of answers that clients have not taken yet
   * @param front answers a request; its stage never fails
   */
  public record Opening(
      ActorSystem<?> system,
      HttpConfig.Listen listen,
      String option,
      String dispatcher,
      long maxAnswers,
      ServerSettings settings,
      Optional<SSLContext> tls,
      Function<HttpRequest, CompletionStage<HttpResponse>> front) {}

  private Door(Opening opening) {
    var listen = opening.listen;
    Executor later =
        CompletableFuture.delayedExecutor(LEAVING.toMillis(), TimeUnit.MILLISECONDS, Runnable::run);
    this.opening = opening;
    this.layers = encryption(opening.tls).atop(BidiFlow.bidirectionalIdleTimeout(listen.idle()));
    this.http = Http.get(opening.system).serverLayer(opening.settings);
    this.turnstile =
        new Turnstile(listen.maxConnections(), listen.maxOfOne(), opening.maxAnswers, later);
    this.binding = bound();
  }

  /**
   * Opens a door; blocks until it is listened on.
   *
   * @throws HttpStartException with one sentence when it cannot
   */
  public static Door open(Opening opening) {
    return new Door(opening);
  }

  private Tcp.ServerBinding bound() {
    var listen = opening.listen;
    try {
      return Tcp.get(opening.system)
          .bind(
              listen.host(),
              listen.port(),
              BACKLOG,
              opening.settings.getSocketOptions(),
              false,
              Optional.<Duration>empty())
          .mapAsync(1, this::receive)
          .to(Sink.ignore())
          .withAttributes(ActorAttributes.dispatcher(opening.dispatcher))
          .run(opening.system)
          .toCompletableFuture()
          .get(BIND_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new HttpStartException(
          "HTTP cannot listen on %s:%d; is another node there? choose another port with %s"
              .formatted(listen.host(), listen.port(), opening.option),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpStartException("the start of HTTP was interrupted", e);
    }
  }

  /** The next one comes when this one is in: it waits where its system keeps it. */
  private CompletionStage<Done> receive(Tcp.IncomingConnection connection) {
    var visit = new Visit(connection.remoteAddress().getAddress(), turnstile);
    var entered = turnstile.enter(visit).toCompletableFuture();
    var _ =
        connection
            .flow()
            .joinMat(flow(visit, entered).watchTermination((_, end) -> end), Keep.right())
            .withAttributes(ActorAttributes.dispatcher(opening.dispatcher))
            .run(opening.system)
            .whenComplete((_, _) -> turnstile.leave(visit));
    return entered.thenApply(_ -> Done.getInstance());
  }

  private Flow<ByteString, ByteString, NotUsed> flow(
      Visit visit, CompletableFuture<Boolean> entered) {
    return entered.isDone()
        ? flow(visit, entered.join())
        : Flow.completionStageFlow(entered.thenApply(in -> flow(visit, in)))
            .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  private Flow<ByteString, ByteString, NotUsed> flow(Visit visit, boolean in) {
    return in ? served(visit) : turnedAway(visit);
  }

  /** What reads requests and writes answers is built when a first head may be there. */
  private Flow<ByteString, ByteString, NotUsed> served(Visit visit) {
    var listen = opening.listen;
    return Flow.of(SslTlsInbound.class)
        .via(new WholeHead(HELD, listen.header()))
        .via(Flow.lazyFlow(() -> requests(visit)))
        .join(layers.atop(visit.bytes()));
  }

  private Flow<SslTlsInbound, SslTlsOutbound, NotUsed> requests(Visit visit) {
    return Flow.of(HttpRequest.class)
        .via(visit.requests())
        .via(new FirstRequest(opening.listen.header()))
        .mapAsync(1, request -> visit.answer(request, opening.front))
        .join(http);
  }

  private static BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>
      encryption(Optional<SSLContext> tls) {
    return tls.map(
            context -> {
              Supplier<SSLEngine> engine =
                  () -> {
                    var made = context.createSSLEngine();
                    made.setUseClientMode(false);
                    return made;
                  };
              return TLS.create(engine, TLSClosing.eagerClose());
            })
        .orElseGet(
            () ->
                BidiFlow.fromFlows(
                        Flow.of(SslTlsOutbound.class),
                        Flow.of(SessionBytes.class).<SslTlsInbound>map(bytes -> bytes))
                    .atop(TLSPlacebo.getInstance()));
  }

  /** Who has too many connections already is told so, where no key has to be agreed on first. */
  private Flow<ByteString, ByteString, NotUsed> turnedAway(Visit visit) {
    long now = System.nanoTime();
    long last = reported.get();
    if (now - last >= REPORT_NANOS && reported.compareAndSet(last, now)) {
      LOG.warn(
          "connections of {} are closed: it has {} already (fractal.http.max-connections-of-one)",
          visit.from().getHostAddress(),
          opening.listen.maxOfOne());
    }
    var answer =
        opening.tls.isPresent()
            ? Source.<ByteString>empty()
            : Source.single(ByteString.fromString(tooMany(), StandardCharsets.US_ASCII));
    return Flow.fromSinkAndSource(Sink.cancelled(), answer);
  }

  private String tooMany() {
    var problem =
        new Problem(
            429,
            "TooManyConnections",
            "this client has %d connections already; close some, or use them again"
                .formatted(opening.listen.maxOfOne()));
    var body = problem.json().toString();
    return "HTTP/1.1 429 Too Many Requests\r\nContent-Type: application/problem+json\r\n"
        + "Retry-After: 1\r\nConnection: close\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /** The port that it got. */
  public int port() {
    InetSocketAddress address = binding.localAddress();
    return address.getPort();
  }

  /** Takes no more connections, gives open requests their time, and ends; blocks. */
  public void close() {
    var _ = binding.unbind();
    try {
      turnstile
          .close()
          .toCompletableFuture()
          .get(opening.listen.close().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // They have had their time.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      turnstile.cut();
    }
  }
}
