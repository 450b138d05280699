package dev.fractal.entity;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.client.PersistentSessions;
import dev.fractal.client.Sessions;
import dev.fractal.entity.remember.RememberedSessions;
import dev.fractal.gate.Gate;
import dev.fractal.gate.GateSettings;
import dev.fractal.gate.NameLookup;
import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.repl.IdleKernels;
import dev.fractal.session.SessionEntity;
import dev.fractal.session.TestModels;
import dev.fractal.session.decide.NodeStamp;
import dev.fractal.session.work.CatalogWriter;
import dev.fractal.session.work.FairTurns;
import dev.fractal.session.work.ProgressFeed;
import dev.fractal.session.work.SessionMeter;
import dev.fractal.session.work.SessionServices;
import dev.fractal.session.work.SessionServices.Patience;
import dev.fractal.session.work.SessionServices.Tools;
import dev.fractal.session.work.SessionServices.Workplace;
import dev.fractal.session.work.WakeGate;
import dev.fractal.toolset.Toolsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.cluster.typed.Cluster;
import scala.jdk.javaapi.CollectionConverters;

/** One node of a {@link ClusterRig}. */
final class ClusterMember implements AutoCloseable {
  private static final EntityTypeKey<SessionCommand> TYPE =
      EntityTypeKey.create(SessionCommand.class, SessionEntity.TYPE);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ExecutorService io = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService cells =
      Executors.newFixedThreadPool(2, Thread.ofPlatform().daemon().factory());
  private final Gate gate = new Gate(GateSettings.read(ConfigFactory.load()), NameLookup.system());
  private final AtomicInteger queries = new AtomicInteger();
  private final CatalogWriter catalog;
  private final ActorSystem<Void> system;
  private final Sessions sessions;

  ClusterMember(Store store, TestModels models, String doctrine, Config config) {
    this.catalog = new CatalogWriter(store.catalog(), store.outlines(), io, Duration.ofMillis(10));
    var kernels = new FakeKernelFactory();
    var world = new NodeStamp(doctrine, kernels.stamp(), 100_000, 400_000, 2, Map.of());
    var services =
        new SessionServices(
            models,
            kernels,
            store.payloads(),
            catalog,
            new JournalHistory(store),
            new ProgressFeed(),
            WakeGate.counted(store.wakes(), io),
            new Workplace(
                io,
                new FairTurns(cells, 2, 0),
                new IdleKernels(8),
                gate,
                new Tools(new Toolsets(List.of()), Duration.ofSeconds(30), 1_000),
                Clock.systemUTC(),
                world,
                new Patience(
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5),
                    Duration.ofMillis(10),
                    config.getDuration("fractal.session.hand-over"))),
            SessionMeter.none());
    var remembered = new RememberedSessions(() -> found(store), io);
    this.system =
        ActorSystem.create(
            Behaviors.empty(),
            "fractal",
            ActorSystemSetup.create(BootstrapSetup.create(config), remembered));
    var attempt = Duration.ofSeconds(2);
    this.sessions =
        new PersistentSessions(
            ShardedSessions.init(system, services, _ -> doctrine, attempt),
            Duration.ofSeconds(10),
            attempt);
  }

  private List<SessionId> found(Store store) {
    queries.incrementAndGet();
    return store.unfinished().find();
  }

  ActorSystem<Void> system() {
    return system;
  }

  Sessions sessions() {
    return sessions;
  }

  /** How often the store was asked for unfinished sessions. */
  int queries() {
    return queries.get();
  }

  long upMembers() {
    return CollectionConverters.asJava(Cluster.get(system).state().members()).stream()
        .filter(member -> member.status().equals(MemberStatus.up()))
        .count();
  }

  /** Sessions whose actors run on this node. */
  Set<SessionId> awake() {
    var state =
        AskPattern
            .<org.apache.pekko.cluster.sharding.typed.ClusterShardingQuery, CurrentShardRegionState>
                ask(
                    ClusterSharding.get(system).shardState(),
                    to -> new GetShardRegionState(TYPE, to),
                    PATIENCE,
                    system.scheduler())
            .toCompletableFuture()
            .join();
    return CollectionConverters.asJava(state.shards()).stream()
        .flatMap(shard -> CollectionConverters.asJava(shard.entityIds()).stream())
        .map(SessionId::new)
        .collect(Collectors.toSet());
  }

  /** Hands everything over and leaves the cluster. */
  void leave() {
    var left =
        CoordinatedShutdown.get(system)
            .runAll(CoordinatedShutdown.clusterLeavingReason())
            .toCompletableFuture();
    Done done = left.orTimeout(60, TimeUnit.SECONDS).join();
    assert done != null;
    end();
  }

  /** Ends at once. */
  @Override
  public void close() {
    system.terminate();
    end();
  }

  private void end() {
    system.getWhenTerminated().toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    catalog.close();
    gate.close();
    io.close();
    cells.close();
  }
}
