package dev.fractal.node;

import com.typesafe.config.Config;
import dev.fractal.client.Departure;
import dev.fractal.client.Entrance;
import dev.fractal.client.Node;
import dev.fractal.client.PersistentSessions;
import dev.fractal.client.Progress;
import dev.fractal.client.Sessions;
import dev.fractal.entity.DueSessions;
import dev.fractal.entity.SessionConfig;
import dev.fractal.entity.ShardedSessions;
import dev.fractal.http.HttpServer;
import dev.fractal.http.HttpServices;
import dev.fractal.http.wire.HttpConfig;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.VariablePreview;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.persistence.store.NodeFile;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreConfig;
import dev.fractal.prompt.BehaviourPrompt;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.telemetry.Instruments;
import dev.fractal.telemetry.PrometheusInstruments;
import dev.fractal.toolset.Toolset;
import dev.fractal.toolset.Toolsets;
import dev.fractal.toolset.mcp.McpServers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A node inside this process: alone on an embedded store, or one of many on a shared one. */
public final class LocalNode implements Node {
  static final String SYSTEM = "fractal";

  private static final Logger LOG = LoggerFactory.getLogger(LocalNode.class);

  private static final long LEAVE_SECONDS = 40;

  /** How long a session that may have ended the process before waits for what it did not do. */
  private static final Duration ALONE = Duration.ofSeconds(30);

  /**
   * Its sessions run elsewhere by then, and its writes are refused: nothing is worth waiting for.
   */
  private static final long LOST_SECONDS = 3;

  private final Opened opened;
  private final Store store;
  private final Services services;
  private final ActorSystem<Void> system;
  private final Presence presence;
  private final Sessions sessions;
  private final SessionConfig config;
  private Optional<HttpServer> http = Optional.empty();

  private LocalNode(
      Opened opened,
      Store store,
      Services services,
      ActorSystem<Void> system,
      Presence presence,
      Sessions sessions,
      SessionConfig config) {
    this.opened = opened;
    this.store = store;
    this.services = services;
    this.system = system;
    this.presence = presence;
    this.sessions = sessions;
    this.config = config;
  }

  /** Starts a node on the store that the configuration names; after a failure nothing is left. */
  public static LocalNode start(Config config, KernelFactory kernels) {
    return start(config, kernels, List.of());
  }

  /**
   * The same with toolsets of an embedder, beside those that the class path and the configuration
   * offer. The node closes them.
   */
  public static LocalNode start(Config given, KernelFactory kernels, List<Toolset> toolsets) {
    var config = NodeCertificate.applied(given);
    var opened = new Opened();
    try {
      var node = join(config, kernels, toolsets, opened);
      node.serve(config);
      return node;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static LocalNode join(
      Config config, KernelFactory kernels, List<Toolset> toolsets, Opened opened) {
    Blocks.check(config);
    Presence.check(config, InstantSource.system());
    var settings = SessionConfig.from(config);
    var prompt = BehaviourPrompt.load();
    var store = opened.keep(Store.openNode(StoreConfig.from(config)));
    var services =
        opened.keep(
            new Services(
                config, store, kernels, prompt, offered(config, toolsets), instruments(config)));
    var presence = opened.keep(Presence.of(config, store, services.lent().workplace().io()));
    var system = system(config, presence);
    opened.keep(() -> leave(system, presence));
    var asking = settings.asking();
    var sharded = ShardedSessions.init(system, services.lent(), prompt::text, asking.attempt());
    presence.join(system);
    var sessions = new PersistentSessions(sharded, asking.retryFor(), asking.attempt());
    if (config.getBoolean("fractal.session.wake-due")) {
      var workplace = services.lent().workplace();
      opened.keep(
          new DueSessions(
                  store.catalog(),
                  sharded::describe,
                  presence.hosted(system),
                  workplace.cells()::isCrowded,
                  workplace.clock(),
                  settings.wakePerSecond())
              .started());
    }
    return new LocalNode(opened, store, services, system, presence, sessions, settings);
  }

  private static ActorSystem<Void> system(Config config, Presence presence) {
    var setup = presence.setup().and(BootstrapSetup.create(presence.configuration(config)));
    return ActorSystem.create(Behaviors.empty(), SYSTEM, setup);
  }

  /** Opens the way in over HTTP if the configuration says so. */
  private void serve(Config config) {
    var settings = HttpConfig.from(config);
    if (!settings.enabled()) {
      return;
    }
    var lent = services.lent();
    var server =
        opened.keep(
            HttpServer.start(
                system,
                settings,
                new HttpServices(
                    sessions,
                    new NodeTerms(this, lent.models(), config.getString("fractal.http.model")),
                    new StoreReader(store),
                    lent.feed()::watch,
                    VariablePreview::of,
                    new NodeHealth(system, store, presence, lent.kernels(), lent.workplace().io()),
                    new NodeMetrics(
                        system, services.instruments(), store.catalog(), lent.workplace().io()))));
    http = Optional.of(server);
    if (StoreConfig.from(config) instanceof StoreConfig.H2 h2) {
      opened.keep(NodeFile.write(h2.directory(), server.address())::remove);
    }
  }

  /** Nothing is counted where nobody can ask. */
  private static Instruments instruments(Config config) {
    return HttpConfig.from(config).enabled() ? new PrometheusInstruments() : Instruments.none();
  }

  private static Toolsets offered(Config config, List<Toolset> handed) {
    var all = new ArrayList<>(handed);
    ServiceLoader.load(Toolset.class).forEach(all::add);
    all.addAll(McpServers.open(config));
    return new Toolsets(all);
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public PayloadStore payloads() {
    return services.lent().payloads();
  }

  @Override
  public SessionSpec spec(ModelChoice models, Profile profile) {
    var world = services.lent().workplace().world();
    return new SessionSpec(
        models,
        config.limits(),
        Descent.ROOT,
        new Authority(
            profile.label(),
            profile.under(config.ceilings()),
            config.directory().toString(),
            services.lent().workplace().tools().sets().stamps()),
        Budget.UNLIMITED,
        world.doctrine(),
        world.kernel());
  }

  @Override
  public AutoCloseable watch(SessionId session, Consumer<Progress> listener) {
    return services.lent().feed().watch(session, listener);
  }

  @Override
  public Optional<Entrance> entrance() {
    return http.map(server -> new Entrance(server.address(), server.admission(), server.health()));
  }

  @Override
  public List<String> remarks() {
    return List.of(services.lent().workplace().gate().programs());
  }

  @Override
  public List<SessionId> unfinished() {
    return store.unfinished().find();
  }

  @Override
  public CompletionStage<Integer> wake(List<SessionId> asleep) {
    boolean inside =
        system.settings().config().getString("fractal.kernel.place").equals("in-process");
    var order = WakingOrder.of(store.journal(), asleep, inside ? 0 : 1);
    var alone = opened.keep(new SuspectWaking(sessions, store.journal(), ALONE));
    return Awakening.start(system, sessions, order.free(), config.wakePerSecond())
        .thenCompose(
            free ->
                alone
                    .start(order.free(), order.suspects())
                    .thenApply(_ -> free + order.suspects().size()));
  }

  /** The actor system, for those who want the actors themselves. */
  public ActorSystem<Void> system() {
    return system;
  }

  public Store store() {
    return store;
  }

  @Override
  public String place() {
    return presence.place();
  }

  @Override
  public CompletionStage<Departure> departure() {
    return presence.departure();
  }

  @Override
  public void close() {
    opened.close();
  }

  /** Hands over what runs here, leaves the cluster and ends. */
  private static void leave(ActorSystem<Void> system, Presence presence) {
    boolean lost = presence.isLost();
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(lost ? LOST_SECONDS : LEAVE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      if (!lost) {
        throw new IllegalStateException("the node did not leave within its time", e);
      }
      LOG.warn("the node's actors did not end; the process does not wait for them");
    }
  }
}
