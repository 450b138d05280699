package dev.fractal.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.http.live.LiveEvents;
import dev.fractal.http.openai.Conversations;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.view.SessionReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.javadsl.Flow;

/** The HTTP server of a node. */
public final class HttpServer implements AutoCloseable {
  private static final long BIND_SECONDS = 10;

  private final ServerBinding binding;
  private final HttpConfig config;
  private final boolean open;
  private final Inside inside;

  /** What serves requests. */
  private record Inside(Routes routes, LiveEvents live, ExecutorService threads) {}

  private HttpServer(ServerBinding binding, HttpConfig config, boolean open, Inside inside) {
    this.binding = binding;
    this.config = config;
    this.open = open;
    this.inside = inside;
  }

  /**
   * Starts a server; blocks until it listens.
   *
   * @throws HttpStartException with one sentence when it cannot; nothing is left then
   */
  public static HttpServer start(ActorSystem<?> system, HttpConfig config, HttpServices services) {
    var security = config.security();
    var access = new Access(security.tokens().map(TokenFile::read));
    var loopback = isLoopback(config.listen());
    if (access.open() && !loopback) {
      throw new HttpStartException(
          "HTTP may not listen on "
              + config.listen().host()
              + " without authentication; set fractal.http.token-file, or listen on 127.0.0.1");
    }
    var tls = security.keystore().map(TlsContext::of);
    var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
    try {
      var reader =
          new ThrottledReader(
              services.reader(), new Semaphore(config.requests().parallelReads(), true));
      var live = new LiveEvents(reader, services.feed()::watch, config.live(), threads);
      var routes = routes(config, services, access, reader, live, threads);
      var origins = new Origins(Set.copyOf(security.origins()), access.open());
      var front = new Front(system, routes, access, origins, config.requests(), threads);
      var builder =
          Http.get(system)
              .newServerAt(config.listen().host(), config.listen().port())
              .withSettings(settings(system, config));
      var secured =
          tls.map(context -> builder.enableHttps(ConnectionContext.httpsServer(context)))
              .orElse(builder);
      var requests =
          Flow.of(HttpRequest.class)
              .via(new FirstRequest(config.listen().header()))
              .mapAsync(1, front::handle);
      var binding =
          secured.bindFlow(requests).toCompletableFuture().get(BIND_SECONDS, TimeUnit.SECONDS);
      return new HttpServer(binding, config, access.open(), new Inside(routes, live, threads));
    } catch (ExecutionException | TimeoutException e) {
      threads.shutdownNow();
      throw new HttpStartException(
          "HTTP cannot listen on "
              + config.listen().host()
              + ":"
              + config.listen().port()
              + "; is another node there? choose another port with --port N",
          e);
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
      throw new HttpStartException("the start of HTTP was interrupted", e);
    }
  }

  static Routes routes(
      HttpConfig config,
      HttpServices services,
      Access access,
      SessionReader reader,
      LiveEvents live,
      Executor threads) {
    var all = new ArrayList<Route>(new HealthRoutes(services.health()).all());
    all.addAll(new ReadRoutes(reader, services.preview()).all());
    all.add(MetricsRoute.of(services.metrics()));
    all.add(OpenApiRoute.of());
    all.add(AccessRoute.of(access));
    all.addAll(PageRoutes.all());
    all.addAll(new EventRoutes(reader, live).all());
    all.addAll(new PayloadRoutes(reader, threads).all());
    var sessions = services.sessions();
    var models = new Models(services.terms(), reader);
    var widest = access.open() ? config.security().openProfile() : Profile.TRUSTED;
    var waiting = new Waiting(sessions, config.requests().maxWait(), System::nanoTime);
    var beginnings = new Beginnings(services.terms(), models, widest);
    all.addAll(new DriveRoutes(sessions, beginnings, waiting).all());
    all.addAll(new TurnRoutes(sessions, reader.payloads(), models, waiting, threads).all());
    all.addAll(
        new ChatRoutes(
                new Conversations(sessions, reader),
                new ChatModels(config.chat().models(), models, beginnings),
                waiting,
                new ChatStreams(live, waiting, reader, config, threads))
            .all());
    return new Routes(all);
  }

  private static boolean isLoopback(HttpConfig.Listen listen) {
    var address = new InetSocketAddress(listen.host(), listen.port()).getAddress();
    if (address == null) {
      throw new HttpStartException(
          "fractal.http.host '" + listen.host() + "' is not an address of this machine");
    }
    return address.isLoopbackAddress();
  }

  private static ServerSettings settings(ActorSystem<?> system, HttpConfig config) {
    Config own =
        ConfigFactory.parseString(
            """
            pekko.http.server {
              server-header = ""
              request-timeout = infinite
              transparent-head-requests = on
              idle-timeout = %d ms
              max-connections = %d
              parsing {
                max-content-length = %d
                illegal-header-warnings = off
                error-logging-verbosity = off
                modeled-header-parsing = off
                error-handler = "%s"
              }
            }
            """
                .formatted(
                    config.listen().idle().toMillis(),
                    config.listen().maxConnections(),
                    config.requests().maxSize(),
                    ParsingProblems.class.getName()));
    return ServerSettings.create(own.withFallback(system.settings().config()));
  }

  /** Where the server listens, with the port that it got. */
  public URI address() {
    var host = config.listen().host();
    return URI.create(
        (config.security().keystore().isPresent() ? "https" : "http")
            + "://"
            + (host.contains(":") ? "[" + host + "]" : host)
            + ":"
            + binding.localAddress().getPort());
  }

  /** Everything that can be asked. */
  Routes routes() {
    return inside.routes;
  }

  /** How callers are told apart, in one sentence. */
  public String admission() {
    return open
        ? "authentication is off: every program on this machine may use it"
        : "callers need a bearer token of the token file";
  }

  /** Takes no more requests, gives the open ones their time, and ends; blocks. */
  @Override
  public void close() {
    inside.live.close();
    var deadline = config.listen().close();
    try {
      binding
          .terminate(deadline)
          .toCompletableFuture()
          .get(deadline.toMillis() + 1_000, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // What is still open ends with the actor system.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      inside.threads.shutdownNow();
    }
  }
}
