package dev.fractal.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.FakeKernelFactory;
import dev.fractal.persistence.store.JournalConfig;
import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.TestModels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.Join;

/** Nodes of one cluster in this process, with sessions on one store that stays the caller's. */
final class ClusterRig implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String DOCTRINE = "doctrine/1";

  private final Store store;
  private final TestModels models;
  private final Config extra;
  private final List<ClusterMember> members = new ArrayList<>();

  ClusterRig(Store store, TestModels models) {
    this(store, models, "");
  }

  ClusterRig(Store store, TestModels models, String extra) {
    this.store = store;
    this.models = models;
    this.extra = ConfigFactory.parseString(extra);
  }

  /**
   * Starts a node that forms a cluster or joins the one that is there, and waits until it is up.
   */
  ClusterMember start() {
    var member = new ClusterMember(store, models, DOCTRINE, config());
    var first = members.isEmpty() ? member : members.getFirst();
    Cluster.get(member.system())
        .manager()
        .tell(Join.create(Cluster.get(first.system()).selfMember().address()));
    members.add(member);
    for (var each : members) {
      await(each, () -> each.upMembers() == members.size());
    }
    return member;
  }

  /** Ends a node without any leave-taking; the others find out that it is gone. */
  void kill(ClusterMember member) {
    members.remove(member);
    var address = Cluster.get(member.system()).selfMember().address();
    member.close();
    if (!members.isEmpty()) {
      Cluster.get(members.getFirst().system()).manager().tell(new Down(address));
    }
  }

  /** Has a node take its leave, and waits until it is gone. */
  void leave(ClusterMember member) {
    members.remove(member);
    member.leave();
  }

  private Config config() {
    return extra
        .withFallback(ConfigFactory.parseString(CONFIG))
        .withFallback(JournalConfig.forStore(store))
        .withFallback(ConfigFactory.load());
  }

  /** Waits until something is so, which it must be in time. */
  static void await(ClusterMember on, BooleanSupplier condition) {
    var _ =
        TestProbe.create(on.system())
            .awaitAssert(
                PATIENCE,
                Duration.ofMillis(20),
                () -> {
                  assertThat(condition.getAsBoolean()).isTrue();
                  return true;
                });
  }

  /** Waits until exactly these sessions are awake on a node. */
  static void awaitAwake(ClusterMember on, Set<SessionId> sessions) {
    var _ =
        TestProbe.create(on.system())
            .awaitAssert(
                PATIENCE,
                Duration.ofMillis(50),
                () -> assertThat(on.awake()).containsExactlyInAnyOrderElementsOf(sessions));
  }

  static SessionSpec spec() {
    var limits = new TurnLimits(1_000, 10, Duration.ofMinutes(10), Duration.ofMinutes(1), 16, 4);
    return new SessionSpec(
        ModelChoice.all("test"),
        limits,
        Descent.ROOT,
        new Authority(
            "default", Profile.DEFAULT.under(new Limits(4, 50, 50, 50)), "/somewhere", Map.of()),
        Budget.UNLIMITED,
        DOCTRINE,
        new FakeKernelFactory().stamp());
  }

  @Override
  public void close() {
    List.copyOf(members).reversed().forEach(this::kill);
  }

  private static final String CONFIG =
      """
      pekko {
        loglevel = ERROR
        stdout-loglevel = OFF
        log-dead-letters = off
        actor {
          provider = cluster
          allow-java-serialization = off
        }
        remote.artery { transport = tcp, canonical { hostname = "127.0.0.1", port = 0 } }
        coordinated-shutdown {
          exit-jvm = off
          run-by-jvm-shutdown-hook = off
          run-by-actor-system-terminate = off
        }
        cluster {
          roles = ["node"]
          gossip-interval = 100ms
          leader-actions-interval = 100ms
          periodic-tasks-initial-delay = 50ms
          downing-provider-class = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider"
          sharding {
            number-of-shards = 16
            state-store-mode = ddata
            remember-entities = on
            retry-interval = 100ms
            waiting-for-state-timeout = 5s
            shard-failure-backoff = 1s
            rebalance-interval = 500ms
            least-shard-allocation-strategy {
              rebalance-absolute-limit = 20
              rebalance-relative-limit = 1.0
            }
            distributed-data.durable.keys = []
            distributed-data.gossip-interval = 100ms
            distributed-data.notify-subscribers-interval = 100ms
            coordinator-singleton.min-number-of-hand-over-retries = 10
            coordinator-singleton.hand-over-retry-interval = 100ms
          }
        }
      }
      """;
}
