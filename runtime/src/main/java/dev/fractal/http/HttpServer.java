package dev.fractal.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.http.lanes.Lanes;
import dev.fractal.http.lanes.ReadThreads;
import dev.fractal.http.live.LiveEvents;
import dev.fractal.http.openai.Conversations;
import dev.fractal.http.routes.AccessRoute;
import dev.fractal.http.routes.AskRoutes;
import dev.fractal.http.routes.Beginnings;
import dev.fractal.http.routes.ChatModels;
import dev.fractal.http.routes.ChatReplies;
import dev.fractal.http.routes.ChatRoutes;
import dev.fractal.http.routes.ChatStreams;
import dev.fractal.http.routes.DriveRoutes;
import dev.fractal.http.routes.EventRoutes;
import dev.fractal.http.routes.HealthRoutes;
import dev.fractal.http.routes.MetricsRoute;
import dev.fractal.http.routes.Models;
import dev.fractal.http.routes.OpenApiRoute;
import dev.fractal.http.routes.PageRoutes;
import dev.fractal.http.routes.PayloadRoutes;
import dev.fractal.http.routes.ReadRoutes;
import dev.fractal.http.routes.ScheduleRoutes;
import dev.fractal.http.routes.SharedLook;
import dev.fractal.http.routes.Shelf;
import dev.fractal.http.routes.TurnRoutes;
import dev.fractal.http.routes.Waiting;
import dev.fractal.http.wire.Access;
import dev.fractal.http.wire.Door;
import dev.fractal.http.wire.Front;
import dev.fractal.http.wire.HttpConfig;
import dev.fractal.http.wire.HttpStartException;
import dev.fractal.http.wire.Origins;
import dev.fractal.http.wire.ParsingProblems;
import dev.fractal.http.wire.Route;
import dev.fractal.http.wire.Routes;
import dev.fractal.http.wire.ThrottledReader;
import dev.fractal.http.wire.TlsContext;
import dev.fractal.http.wire.TokenFile;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.view.SessionReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLContext;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/** The HTTP server of a node. */
public final class HttpServer implements AutoCloseable {
  private static final int PROBE_THREADS = 2;
  private static final int PROCESSORS = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final HttpConfig config;
  private final boolean open;
  private final Inside inside;
  private final Doors doors;

  /** What serves requests. */
  private record Inside(
      Routes routes, LiveEvents live, ReadThreads reads, List<ExecutorService> threads) {
    void stop() {
      reads.close();
      threads.forEach(ExecutorService::shutdownNow);
    }
  }

  /** The way in for everything, and one for health that a crowd at the other does not shut. */
  private record Doors(Door main, Optional<Door> health) {}

  private HttpServer(HttpConfig config, boolean open, Inside inside, Doors doors) {
    this.config = config;
    this.open = open;
    this.inside = inside;
    this.doors = doors;
  }

  /**
   * Starts a server; blocks until it listens.
   *
   * @throws HttpStartException with one sentence when it cannot; nothing is left then
   */
  public static HttpServer start(ActorSystem<?> system, HttpConfig config, HttpServices services) {
    var security = config.security();
    var access = new Access(security.tokens().map(TokenFile::read));
    if (access.open() && !isLoopback(config.listen())) {
      throw new HttpStartException(
          "HTTP may not listen on "
              + config.listen().host()
              + " without authentication; set fractal.http.token-file, or listen on 127.0.0.1");
    }
    var tls = security.keystore().map(TlsContext::of);
    var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
    // Of the system's own: callers that keep every other thread busy do not keep health waiting.
    var probes =
        Executors.newFixedThreadPool(
            PROBE_THREADS, Thread.ofPlatform().name("health-", 0).daemon().factory());
    var reads = new ReadThreads(Math.min(config.requests().parallelReads(), PROCESSORS));
    var lanes = new Lanes(threads, reads);
    var shared = new SharedLook(services.health(), probes);
    var reader =
        new ThrottledReader(
            services.reader(), new Semaphore(config.requests().parallelReads(), true));
    var live = new LiveEvents(reader, services.feed()::watch, config.live(), lanes);
    var routes = routes(config, services, access, reader, live, lanes, shared);
    var inside = new Inside(routes, live, reads, List.of(threads, probes));
    try {
      var origins =
          new Origins(
              Set.copyOf(security.origins()), access.open(), tls.isPresent() ? "https" : "http");
      var front = new Front(system, routes, access, origins, config.requests(), lanes);
      var health =
          new Front(
              system,
              new Routes(new HealthRoutes(shared).all()),
              access,
              origins,
              config.requests(),
              new Lanes(probes, probes));
      return new HttpServer(
          config, access.open(), inside, doors(system, config, tls, front, health));
    } catch (HttpStartException e) {
      inside.stop();
      throw e;
    }
  }

  private static Doors doors(
      ActorSystem<?> system,
      HttpConfig config,
      Optional<SSLContext> tls,
      Front front,
      Front health) {
    var settings = settings(system, config);
    long most = config.requests().maxAnswers();
    var main =
        Door.open(
            new Door.Opening(
                system,
                config.listen(),
                "--port N",
                "fractal-connections",
                most,
                settings,
                tls,
                front::handle));
    try {
      return new Doors(
          main,
          config
              .health()
              .map(
                  listen ->
                      Door.open(
                          new Door.Opening(
                              system,
                              listen,
                              "fractal.http.health.port",
                              "pekko.actor.default-dispatcher",
                              most,
                              settings,
                              Optional.empty(),
                              health::handle))));
    } catch (HttpStartException e) {
      main.close();
      throw e;
    }
  }

  static Routes routes(
      HttpConfig config,
      HttpServices services,
      Access access,
      SessionReader reader,
      LiveEvents live,
      Lanes lanes,
      SharedLook health) {
    var all = new ArrayList<Route>(new HealthRoutes(health).all());
    all.addAll(new ReadRoutes(reader, services.preview()).all());
    all.add(MetricsRoute.of(services.metrics()));
    all.add(OpenApiRoute.of());
    all.add(AccessRoute.of(access));
    all.addAll(PageRoutes.all());
    all.addAll(new EventRoutes(reader, live).all());
    all.addAll(new PayloadRoutes(reader, lanes.reads()).all());
    var sessions = services.sessions();
    var shelf = Shelf.of(config.security().playbooks(), services.terms().model());
    var models = new Models(services.terms(), reader, shelf);
    var widest = access.open() ? config.security().openProfile() : Profile.TRUSTED;
    var waiting = new Waiting(sessions, config.requests().maxWait(), System::nanoTime);
    var beginnings = new Beginnings(services.terms(), models, widest);
    all.addAll(new DriveRoutes(sessions, beginnings, waiting).all());
    all.addAll(new AskRoutes(sessions, reader).all());
    all.addAll(new ScheduleRoutes(sessions, reader).all());
    all.addAll(new TurnRoutes(sessions, reader.payloads(), models, waiting, lanes).all());
    all.addAll(
        new ChatRoutes(
                new Conversations(sessions, reader),
                new ChatModels(config.chat().models(), models, beginnings),
                new ChatReplies(sessions),
                waiting,
                new ChatStreams(live, waiting, reader, config, lanes.quick()))
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
              parsing {
                max-content-length = %d
                illegal-header-warnings = off
                error-logging-verbosity = off
                modeled-header-parsing = off
                error-handler = "%s"
              }
            }
            """
                .formatted(config.requests().maxSize(), ParsingProblems.class.getName()));
    return ServerSettings.create(own.withFallback(system.settings().config()));
  }

  /** Where the server listens, with the port that it got. */
  public URI address() {
    var scheme = config.security().keystore().isPresent() ? "https" : "http";
    return address(scheme, config.listen(), doors.main);
  }

  /** Where health alone is told; nothing when there is no door for it. */
  public Optional<URI> health() {
    return config
        .health()
        .flatMap(listen -> doors.health.map(door -> address("http", listen, door)));
  }

  private static URI address(String scheme, HttpConfig.Listen listen, Door door) {
    var host = listen.host();
    return URI.create(
        scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + door.port());
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
    doors.main.close();
    doors.health.ifPresent(Door::close);
    inside.stop();
  }
}
