package dev.fractal.node;

import com.typesafe.config.Config;
import dev.fractal.entity.JournalHistory;
import dev.fractal.entity.SessionConfig;
import dev.fractal.gate.Gate;
import dev.fractal.gate.GateSettings;
import dev.fractal.gate.NameLookup;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.model.ModelClients;
import dev.fractal.model.provider.ConfiguredModelClients;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreConfig;
import dev.fractal.prompt.BehaviourPrompt;
import dev.fractal.repl.IdleKernels;
import dev.fractal.session.decide.NodeStamp;
import dev.fractal.session.work.CatalogWriter;
import dev.fractal.session.work.FairTurns;
import dev.fractal.session.work.ProgressFeed;
import dev.fractal.session.work.SessionServices;
import dev.fractal.session.work.SessionServices.Tools;
import dev.fractal.session.work.SessionServices.Workplace;
import dev.fractal.session.work.WakeGate;
import dev.fractal.telemetry.Instruments;
import dev.fractal.telemetry.trace.Traces;
import dev.fractal.telemetry.webhook.Webhook;
import dev.fractal.toolset.ToolSettings;
import dev.fractal.toolset.Toolsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What a node lends to its sessions, opened together and closed together. */
final class Services implements AutoCloseable {
  private static final long DRAIN_SECONDS = 15;

  /** A cell that runs for this long, or for twice as long, gives its place to another. */
  private static final Duration RELIEF = Duration.ofMillis(200);

  /** Cells that may go on beside those in the places; each waits for its worker. */
  private static final List<String> OWN_PLACES =
      List.of("fractal.http.token-file", "fractal.cluster.tls-directory");

  private static final int PLACES_PER_CORE = 4;

  private static final int LONG_CELLS = 64;

  private final ExecutorService io;
  private final ExecutorService cells;
  private final ScheduledExecutorService relief;
  private final KernelFactory kernels;
  private final Gate gate;
  private final Toolsets toolsets;
  private final ModelClients models;
  private final CatalogWriter catalog;
  private final Instruments instruments;
  private final Traces traces;
  private final Webhook webhook;
  private final SessionServices lent;

  Services(
      Config config,
      Store store,
      KernelFactory kernels,
      BehaviourPrompt prompt,
      Toolsets toolsets,
      Instruments instruments) {
    var sessions = SessionConfig.from(config);
    this.toolsets = toolsets;
    this.instruments = instruments;
    this.traces = Traces.open(config, store.journal());
    this.webhook = Webhook.open(config);
    this.kernels = instruments.kernels(kernels);
    this.io = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("io-", 0).factory());
    // While one place waits for a worker, another one has it evaluate.
    int evaluators = PLACES_PER_CORE * Runtime.getRuntime().availableProcessors();
    this.cells =
        Executors.newCachedThreadPool(Thread.ofPlatform().name("cells-", 0).daemon().factory());
    var turns = new FairTurns(cells, evaluators, LONG_CELLS);
    this.relief =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("cells-relief").daemon().factory());
    var _ =
        relief.scheduleWithFixedDelay(
            turns::relieve, RELIEF.toMillis(), RELIEF.toMillis(), TimeUnit.MILLISECONDS);
    this.gate = new Gate(gates(config), NameLookup.system());
    this.models = instruments.models(new ConfiguredModelClients(config));
    this.catalog =
        new CatalogWriter(store.catalog(), store.outlines(), io, sessions.patience().listing());
    var world =
        new NodeStamp(
            prompt.stamp(),
            prompt.former(),
            kernels.stamp(),
            sessions.compactAbove(),
            sessions.leafInput(),
            sessions.schemaRepairs(),
            toolsets.stamps());
    this.lent =
        new SessionServices(
            models,
            this.kernels,
            store.payloads(),
            catalog,
            new JournalHistory(store),
            new ProgressFeed(),
            wakening(config, store),
            new Workplace(
                io,
                turns,
                new IdleKernels(sessions.idleKernels(), this.kernels::isCrowded),
                gate,
                tools(config),
                Clock.systemUTC(),
                world,
                sessions.patience()),
            webhook.sessions(traces.sessions(instruments.sessions())));
  }

  /**
   * What belongs to the node is closed to its cells: they reach the store through their session.
   */
  private static GateSettings gates(Config config) {
    var settings = GateSettings.read(config);
    for (var key : OWN_PLACES) {
      var place = config.getString(key);
      settings = place.isBlank() ? settings : settings.closing(Path.of(place));
    }
    return StoreConfig.from(config) instanceof StoreConfig.H2 h2
        ? settings.closing(h2.directory())
        : settings;
  }

  /** Sessions that start by themselves wherever they go must not take node after node with them. */
  private WakeGate wakening(Config config, Store store) {
    return config.getBoolean("pekko.cluster.sharding.remember-entities")
        ? WakeGate.counted(store.wakes(), io)
        : WakeGate.free();
  }

  private Tools tools(Config config) {
    var settings = ToolSettings.from(config);
    return new Tools(toolsets, settings.deadline(), settings.maxResult());
  }

  Instruments instruments() {
    return instruments;
  }

  SessionServices lent() {
    return lent;
  }

  /** After the actor system: what it left running ends within a bounded time. */
  @Override
  public void close() {
    models.close();
    gate.close();
    toolsets.close();
    catalog.close();
    io.shutdown();
    cells.shutdown();
    relief.shutdownNow();
    try {
      if (!io.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)
          || !cells.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        io.shutdownNow();
        cells.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kernels.close();
    traces.close();
    webhook.close();
    instruments.close();
  }
}
