package dev.fractal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.persistence.membership.NodeEntry;
import dev.fractal.persistence.membership.NodeState;
import dev.fractal.persistence.membership.Registration;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.cluster.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real actor systems that find each other by the database. */
final class BootstrapTest {
  private TestCluster cluster;

  @BeforeEach
  void open() {
    cluster = new TestCluster();
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private static Set<String> addresses(TestNode... nodes) {
    return Stream.of(nodes).map(node -> node.membership().address()).collect(Collectors.toSet());
  }

  private static void awaitOne(TestNode... nodes) {
    for (var node : nodes) {
      TestCluster.get(node.member());
      TestCluster.await(() -> node.sees().equals(addresses(nodes)));
    }
  }

  @Test
  void nodesThatStartAtOnceFormOneCluster() {
    var one = cluster.node();
    var two = cluster.node();
    var three = cluster.node();
    var four = cluster.node();

    awaitOne(one, two, three, four);

    assertThat(cluster.tables().list())
        .hasSize(4)
        .allMatch(NodeEntry::live)
        .extracting(NodeEntry::state)
        .containsOnly(NodeState.MEMBER);
  }

  @Test
  void aFirstNodeThatWasKilledJoinsTheOthersWhenItRestarts() {
    int port = TestCluster.freePort();
    var first = cluster.mortal(port);
    TestCluster.get(first.member());
    var second = cluster.node();
    awaitOne(first, second);

    kill(first);
    var again = cluster.node(port);

    awaitOne(again, second);
    assertThat(cluster.tables().list()).hasSize(2).allMatch(NodeEntry::live);
  }

  /** Ends an actor system without a word to the others. */
  private static void kill(TestNode node) {
    node.system().terminate();
    TestCluster.get(node.system().getWhenTerminated());
  }

  @Test
  void aNodeThatTheOthersGiveUpIsFenced() {
    var stays = cluster.node();
    awaitOne(stays);
    var third = cluster.node();
    var hangs = cluster.mortal(TestCluster.freePort());
    awaitOne(stays, third, hangs);

    Cluster.get(stays.system().classicSystem())
        .down(AddressFromURIString.parse(hangs.membership().address()));

    assertThat(TestCluster.get(hangs.membership().fenced())).contains("was fenced");
    awaitOne(stays, third);
    assertThat(stays.membership().healthy()).isTrue();
    assertThat(third.membership().healthy()).isTrue();
  }

  @Test
  void aNodeThatLeavesIsForgottenAndTheLastOneIsFollowedByANewCluster() {
    var first = cluster.node();
    awaitOne(first);
    first.close();

    assertThat(cluster.tables().list()).isEmpty();
    var next = cluster.node();
    awaitOne(next);
  }

  @Test
  void theLeftoversOfACrashAreGivenUpAfterATtl() {
    var dead =
        cluster
            .tables()
            .register(
                new Registration("pekko://test@127.0.0.1:1", "dead", "1", Duration.ofSeconds(3)));
    cluster.tables().mayForm(dead);
    cluster.tables().acquire("shard", dead);
    cluster.sql("UPDATE \"node\" SET \"expires\" = now() - INTERVAL '1 hour'");

    var node = cluster.node();

    awaitOne(node);
    assertThat(cluster.tables().list())
        .extracting(NodeEntry::incarnation)
        .containsExactly(node.membership().incarnation());
  }

  @Test
  void anAddressThatIsInUseIsRefusedBeforeItsOwnerIsHurt() {
    int port = TestCluster.freePort();
    var owner = cluster.node(port);
    awaitOne(owner);

    assertThatThrownBy(() -> cluster.node(port))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cannot listen on 127.0.0.1:" + port);

    assertThat(cluster.tables().beat(owner.membership().incarnation(), 0)).isTrue();
    assertThatThrownBy(() -> cluster.node(0))
        .hasMessageContaining("pekko.remote.artery.canonical.port is 0");
  }
}
