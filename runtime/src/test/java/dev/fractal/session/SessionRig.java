package dev.fractal.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.client.Sessions;
import dev.fractal.entity.JournalHistory;
import dev.fractal.gate.Gate;
import dev.fractal.gate.GateSettings;
import dev.fractal.gate.NameLookup;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.persistence.catalog.Catalog;
import dev.fractal.persistence.catalog.InMemoryCatalog;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.persistence.outline.Outlines;
import dev.fractal.persistence.payload.InMemoryPayloadStore;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.persistence.store.JournalConfig;
import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.repl.IdleKernels;
import dev.fractal.session.decide.NodeStamp;
import dev.fractal.session.decide.RecordedHistory;
import dev.fractal.session.work.CatalogWriter;
import dev.fractal.session.work.FairTurns;
import dev.fractal.session.work.History;
import dev.fractal.session.work.ProgressFeed;
import dev.fractal.session.work.SessionMeter;
import dev.fractal.session.work.SessionServices;
import dev.fractal.session.work.SessionServices.Patience;
import dev.fractal.session.work.SessionServices.Tools;
import dev.fractal.session.work.SessionServices.Workplace;
import dev.fractal.session.work.WakeGate;
import dev.fractal.toolset.Toolsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;

/** Real session actors on an actor system of their own, with hand-made models and kernels. */
public final class SessionRig implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final String DOCTRINE = "doctrine/1";
  private static final Patience LONG =
      new Patience(
          Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ZERO, Duration.ofSeconds(3));

  private final ExecutorService io = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService cells =
      Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());
  private final Gate gate = new Gate(GateSettings.read(ConfigFactory.load()), NameLookup.system());
  private final MovableClock clock = new MovableClock(NOW);
  private final Semaphore wakes = new Semaphore(0);
  private final BlockingQueue<ActorRef<SessionCommand>> sleepers = new LinkedBlockingQueue<>();
  private final ActorTestKit kit;
  private final SessionServices services;

  private SessionRig(ActorTestKit kit, Lent lent, Storage storage) {
    this.kit = kit;
    var world =
        new NodeStamp(
            DOCTRINE,
            lent.kernels().stamp(),
            lent.compactAbove(),
            400_000,
            2,
            lent.tools().sets().stamps());
    this.services =
        new SessionServices(
            lent.models(),
            lent.kernels(),
            storage.payloads(),
            new CatalogWriter(storage.catalog(), storage.outlines(), io, lent.patience().listing()),
            storage.history(),
            new ProgressFeed(),
            storage.wakening(),
            new Workplace(
                io,
                new FairTurns(cells, 2, 0),
                new IdleKernels(8),
                gate,
                lent.tools(),
                clock,
                world,
                lent.patience()),
            lent.meter());
  }

  private record Storage(
      PayloadStore payloads,
      Catalog catalog,
      Outlines outlines,
      History history,
      WakeGate wakening) {}

  /** What the sessions of a rig get. */
  public record Lent(
      TestModels models,
      KernelFactory kernels,
      Patience patience,
      long compactAbove,
      Tools tools,
      SessionMeter meter) {
    private static final Tools NONE =
        new Tools(new Toolsets(List.of()), Duration.ofSeconds(30), 1_000);

    public static Lent of(TestModels models, KernelFactory kernels) {
      return new Lent(models, kernels, LONG, 100_000, NONE, SessionMeter.none());
    }

    Lent withKernelPatience(Duration kernel) {
      return new Lent(
          models,
          kernels,
          new Patience(kernel, patience.session(), patience.listing(), patience.handOver()),
          compactAbove,
          tools,
          meter);
    }

    Lent withHandOver(Duration time) {
      return new Lent(
          models,
          kernels,
          new Patience(patience.kernel(), patience.session(), patience.listing(), time),
          compactAbove,
          tools,
          meter);
    }

    public Lent compactingAbove(long chars) {
      return new Lent(models, kernels, patience, chars, tools, meter);
    }

    Lent with(Tools offered) {
      return new Lent(models, kernels, patience, compactAbove, offered, meter);
    }

    Lent with(SessionMeter listener) {
      return new Lent(models, kernels, patience, compactAbove, tools, listener);
    }
  }

  /** Journals in memory, events stored in their real form. */
  public static SessionRig inMemory(Lent lent) {
    return inMemory(lent, new Outages());
  }

  /** The same, in a store that can be away. */
  static SessionRig inMemory(Lent lent, Outages outages) {
    var kit =
        ActorTestKit.create(
            quiet(
                PersistenceTestKitPlugin.config()
                    .withFallback(PersistenceTestKitSnapshotPlugin.config())));
    var journal = PersistenceTestKit.create(kit.system());
    journal.withPolicy(outages.journal());
    var history =
        new RecordedHistory(
            session -> events(journal, session),
            session -> journal.clearByPersistenceId(JournalReader.persistenceId(session)));
    return new SessionRig(
        kit,
        lent,
        new Storage(
            outages.payloads(new InMemoryPayloadStore()),
            outages.catalog(new InMemoryCatalog()),
            Outlines.folding(_ -> List.of()),
            history,
            WakeGate.free()));
  }

  /** Journals in a store, which stays the caller's. */
  public static SessionRig on(Store store, Lent lent) {
    return new SessionRig(
        ActorTestKit.create(quiet(JournalConfig.forStore(store))),
        lent,
        new Storage(
            store.payloads(),
            store.catalog(),
            store.outlines(),
            new JournalHistory(store),
            WakeGate.counted(store.wakes(), Runnable::run)));
  }

  private static Config quiet(Config plugins) {
    return ConfigFactory.parseString("pekko.loglevel = OFF, pekko.stdout-loglevel = OFF")
        .withFallback(plugins)
        .withFallback(ConfigFactory.load());
  }

  static List<SessionEvent> events(PersistenceTestKit journal, SessionId session) {
    return journal.persistedInStorage(JournalReader.persistenceId(session)).stream()
        .map(SessionEvent.class::cast)
        .toList();
  }

  /** The journals of a rig in memory. */
  public PersistenceTestKit journal() {
    return PersistenceTestKit.create(kit.system());
  }

  /** What a session of a rig in memory has written. */
  public List<SessionEvent> events(SessionId session) {
    return events(journal(), session);
  }

  /** Waits until a session of a rig in memory has written an event of a type. */
  void awaitWritten(SessionId session, Class<? extends SessionEvent> type) {
    await(() -> assertThat(events(session)).hasAtLeastOneElementOfType(type));
  }

  /** Waits until an assertion holds, which it must in time. */
  void await(Supplier<Object> assertion) {
    var _ =
        kit.createTestProbe()
            .awaitAssert(Duration.ofSeconds(20), Duration.ofMillis(10), assertion::get);
  }

  /** The time as sessions see it. */
  MovableClock clock() {
    return clock;
  }

  public PayloadStore payloads() {
    return services.payloads();
  }

  /** Settings of a session, with at most {@code maxSteps} steps a turn and 4 calls at once. */
  public SessionSpec spec(int maxSteps) {
    var limits =
        new TurnLimits(1_000, maxSteps, Duration.ofMinutes(10), Duration.ofMinutes(1), 16, 4);
    return new SessionSpec(
        ModelChoice.all("test"),
        limits,
        Descent.ROOT,
        new Authority(
            "default", Profile.DEFAULT.under(new Limits(4, 50, 50, 50)), "/somewhere", Map.of()),
        Budget.UNLIMITED,
        DOCTRINE,
        services.kernels().stamp());
  }

  /** The actor of a session that is alone, started now. */
  public LiveSession wake(SessionId id) {
    return wake(id, new NoSiblings());
  }

  /** Sessions that can spawn each other. */
  SpawnedSessions family() {
    var itself = new AtomicReference<SpawnedSessions>();
    var family = new SpawnedSessions(id -> wake(id, itself.get()));
    itself.set(family);
    return family;
  }

  private LiveSession wake(SessionId id, Sessions siblings) {
    var behavior = SessionEntity.behavior(id, services, _ -> DOCTRINE, siblings, placement());
    return new LiveSession(id, kit.spawn(behavior), kit);
  }

  private Placement placement() {
    return new Placement() {
      @Override
      public void sleep(ActorRef<SessionCommand> self) {
        sleepers.add(self);
      }

      @Override
      public void wake() {
        wakes.release();
      }
    };
  }

  /** Whether an actor that ended has asked to be started again, in time. */
  boolean woken() throws InterruptedException {
    return wakes.tryAcquire(20, TimeUnit.SECONDS);
  }

  /** The actors that have asked to be put to sleep up to now. */
  List<ActorRef<SessionCommand>> sleepers() {
    return List.copyOf(sleepers);
  }

  /** The next actor that asks to be put to sleep, which must do so in time. */
  ActorRef<SessionCommand> nextSleeper() throws InterruptedException {
    var sleeper = sleepers.poll(20, TimeUnit.SECONDS);
    if (sleeper == null) {
      throw new AssertionError("no actor asked to be put to sleep");
    }
    return sleeper;
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
    services.catalog().close();
    gate.close();
    io.close();
    cells.close();
    services.kernels().close();
  }
}
