package dev.fractal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.persistence.membership.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes that start in any order, and at any moment, are members of one cluster. */
@Tag("cluster")
@Timeout(900)
final class StartOrdersTest {
  private static final int NODES = 3;
  private static final long ORDERS = Long.getLong("fleet.orders", 2);
  private static final int LONGEST_PAUSE_MILLIS = 600;
  private static final Duration TTL = Duration.ofSeconds(3);

  static LongStream orders() {
    return LongStream.rangeClosed(1, ORDERS);
  }

  @ParameterizedTest
  @MethodSource("orders")
  void everyOrderMakesOneCluster(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var ports = IntStream.range(0, NODES).mapToObj(_ -> TestCluster.freePort()).toList();
    try (var cluster = new TestCluster()) {
      var nodes = start(cluster, ports, random);
      awaitOne(cluster, nodes);

      var first = nodes.getFirst();
      crash(cluster, first);
      nodes.set(0, cluster.mortal(port(first)));
      awaitOne(cluster, nodes);

      nodes.forEach(node -> crash(cluster, node));
      awaitOne(cluster, start(cluster, ports, random));
    }
  }

  @Test
  void plainSeedNodesMakeTwoClustersAndThatIsSeen() {
    int one = TestCluster.freePort();
    int two = TestCluster.freePort();
    var first = seeded(one, one, two);
    var second = seeded(two, one, two);
    try {
      TestCluster.await(() -> isOne(List.of(first, second)));
      end(first);
      // The answers of the other seeds come too late.
      var again = seeded(one, one, TestCluster.freePort());
      try {
        TestCluster.await(() -> !view(again).isEmpty());
        assertThat(isOne(List.of(again, second))).isFalse();
      } finally {
        end(again);
      }
    } finally {
      end(second);
      end(first);
    }
  }

  /** Starts a node at each port, in some order, each when it likes. */
  private static List<TestNode> start(
      TestCluster cluster, List<Integer> ports, RandomGenerator random) {
    var order = new ArrayList<>(ports);
    var starting = new ArrayList<CompletableFuture<TestNode>>();
    while (!order.isEmpty()) {
      int port = order.remove(/* index */ random.nextInt(order.size()));
      long pause = random.nextLong(LONGEST_PAUSE_MILLIS);
      starting.add(
          CompletableFuture.supplyAsync(
              () -> cluster.mortal(port),
              CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS)));
    }
    return new ArrayList<>(starting.stream().map(CompletableFuture::join).toList());
  }

  /** What a process that is killed leaves behind: a row that says that it is a live member. */
  private static void crash(TestCluster cluster, TestNode node) {
    end(node.system());
    node.membership().close();
    var left =
        cluster.tables().register(new Registration(node.membership().address(), "left", "1", TTL));
    cluster.sql("UPDATE \"node\" SET \"state\" = 'member' WHERE \"incarnation\" = '" + left + "'");
  }

  private static int port(TestNode node) {
    var address = node.membership().address();
    return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
  }

  private static ActorSystem<Void> seeded(int port, int... seeds) {
    var addresses =
        IntStream.of(seeds)
            .mapToObj(seed -> "\"pekko://test@127.0.0.1:" + seed + '"')
            .collect(Collectors.joining(", "));
    var config =
        ConfigFactory.parseString(
                """
                pekko.cluster.seed-nodes = [%s]
                pekko.cluster.seed-node-timeout = 1ms
                pekko.coordinated-shutdown.run-by-actor-system-terminate = off
                """
                    .formatted(addresses))
            .withFallback(TestCluster.config(port));
    return ActorSystem.create(Behaviors.empty(), "test", config);
  }

  private static void end(ActorSystem<?> system) {
    system.terminate();
    TestCluster.get(system.getWhenTerminated());
  }

  private static void awaitOne(TestCluster cluster, List<TestNode> nodes) {
    nodes.replaceAll(node -> member(cluster, node));
    TestCluster.await(() -> isOne(nodes.stream().map(TestNode::system).toList()));
  }

  /** The node, or the one that its supervisor starts when it ends because it was too late. */
  private static TestNode member(TestCluster cluster, TestNode node) {
    var up = node.member().handle((_, problem) -> problem == null);
    if (TestCluster.get(up)) {
      return node;
    }
    assertThat(node.member().toCompletableFuture().handle((_, problem) -> problem).join())
        .hasMessageContaining("start it again");
    System.out.println("start orders: " + node.membership().address() + " was started again");
    end(node.system());
    node.membership().close();
    return member(cluster, cluster.mortal(port(node)));
  }

  /** Whether every node sees all of them, and nobody else. */
  private static boolean isOne(List<? extends ActorSystem<?>> systems) {
    var all =
        systems.stream()
            .map(system -> Cluster.get(system.classicSystem()).selfUniqueAddress().toString())
            .collect(Collectors.toSet());
    return systems.stream().map(StartOrdersTest::view).allMatch(all::equals);
  }

  /** The lives of nodes that a node sees up. */
  private static Set<String> view(ActorSystem<?> system) {
    return StreamSupport.stream(
            Cluster.get(system.classicSystem()).state().getMembers().spliterator(), false)
        .filter(member -> member.status().equals(MemberStatus.up()))
        .map(member -> member.uniqueAddress().toString())
        .collect(Collectors.toSet());
  }
}
