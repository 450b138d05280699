package dev.fractal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.membership.NodeEntry;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes whose connections end: for good, as with their process, or for a moment. */
@Timeout(120)
final class GoneNodesTest {
  private static final Duration BEAT = Duration.ofMillis(50);

  private static void end(TestCluster cluster, TestNode... nodes) {
    var keys =
        Stream.of(nodes)
            .map(node -> node.membership().incarnation().id().getMostSignificantBits())
            .map(String::valueOf)
            .toList();
    cluster.sql(
        """
        SELECT pg_terminate_backend("pid") FROM pg_locks WHERE "locktype" = 'advisory'
          AND ("classid"::BIGINT << 32 | "objid"::BIGINT) IN (%s)
        """
            .formatted(String.join(", ", keys)));
  }

  /** Does so again and again, so that no sign is given, until something is so or a time is over. */
  private static void endWhile(
      TestCluster cluster, Duration most, BooleanSupplier enough, TestNode... nodes) {
    long begun = System.nanoTime();
    while (!enough.getAsBoolean() && System.nanoTime() - begun < most.toNanos()) {
      end(cluster, nodes);
      pause(BEAT);
    }
  }

  private static void pause(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    TestCluster.await(() -> System.nanoTime() - end > 0);
  }

  private static List<TestNode> three(TestCluster cluster) {
    var nodes = List.of(cluster.node(), cluster.node(), cluster.node());
    nodes.forEach(node -> TestCluster.get(node.member()));
    TestCluster.await(() -> nodes.stream().allMatch(node -> node.sees().size() == 3));
    pause(Duration.ofSeconds(1)); // All have seen all signs.
    return nodes;
  }

  private static List<String> members(TestCluster cluster) {
    return cluster.tables().list().stream()
        .map(NodeEntry::registration)
        .map(registration -> registration.address())
        .toList();
  }

  @Test
  void whoseSignEndsIsFencedAndRemoved() {
    try (var cluster = new TestCluster()) {
      var nodes = three(cluster);
      var gone = nodes.get(1);
      var fenced = gone.membership().fenced().toCompletableFuture();

      endWhile(cluster, Duration.ofSeconds(30), fenced::isDone, gone);

      assertThat(fenced).isDone();
      assertThat(members(cluster)).doesNotContain(gone.membership().address()).hasSize(2);
      TestCluster.await(() -> nodes.getFirst().sees().size() == 2);
      assertThat(nodes.getFirst().sees()).doesNotContain(gone.membership().address());
      assertThat(nodes.getLast().membership().healthy()).isTrue();
    }
  }

  @Test
  void whoLosesItsConnectionAndComesBackStays() {
    try (var cluster = new TestCluster()) {
      var nodes = three(cluster);
      for (var node : nodes) {
        end(cluster, node);
        pause(Duration.ofMillis(300));
      }
      pause(Duration.ofSeconds(3));
      allStay(nodes);
    }
  }

  /** The server was restarted, and one of the nodes needs longer than the grace to come back. */
  @Test
  void nobodyIsJudgedByWhoLostItsOwnConnection() {
    try (var cluster = new TestCluster()) {
      var nodes = three(cluster);
      end(cluster, nodes.toArray(TestNode[]::new));
      endWhile(cluster, Duration.ofSeconds(2), () -> false, nodes.get(1));
      pause(Duration.ofSeconds(3));
      allStay(nodes);
    }
  }

  private static void allStay(List<TestNode> nodes) {
    assertThat(nodes)
        .allSatisfy(
            node -> {
              assertThat(node.membership().fenced().toCompletableFuture()).isNotDone();
              assertThat(node.sees()).hasSize(3);
            });
  }
}
