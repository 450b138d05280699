package dev.fractal.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.membership.NodeEntry;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.junit.jupiter.api.Test;

/** Cluster Sharding behind the leases of the database. */
final class ShardLeaseTest {
  private static final EntityTypeKey<Ask> KEY = EntityTypeKey.create(Ask.class, "Echo");

  /** Asks an entity on which node it is. */
  record Ask(ActorRef<Answer> replyTo) implements Wire {}

  record Answer(String node) implements Wire {}

  private static Behavior<Ask> echo(String node) {
    return Behaviors.receive(Ask.class)
        .onMessage(
            Ask.class,
            ask -> {
              ask.replyTo().tell(new Answer(node));
              return Behaviors.same();
            })
        .build();
  }

  private static ClusterSharding sharding(TestNode node) {
    TestCluster.get(node.member());
    var sharding = ClusterSharding.get(node.system());
    sharding.init(Entity.of(KEY, _ -> echo(node.membership().address())));
    return sharding;
  }

  /** Where 32 entities live, as one node finds them. */
  private static Map<String, String> places(ClusterSharding sharding) {
    var places = new TreeMap<String, String>();
    for (int i = 0; i < 32; i++) {
      var entity = sharding.entityRefFor(KEY, "e" + i);
      places.put(
          "e" + i,
          TestCluster.get(entity.ask((ActorRef<Answer> to) -> new Ask(to), Duration.ofSeconds(40)))
              .node());
    }
    return places;
  }

  @Test
  void shardsHoldLeasesAndHandThemOver() {
    try (var cluster = new TestCluster()) {
      var one = cluster.node();
      var two = cluster.node();
      var first = sharding(one);
      sharding(two);

      var before = places(first);

      assertThat(before.values()).contains(one.membership().address(), two.membership().address());
      assertThat(cluster.tables().list()).allMatch(node -> node.leases() > 0);
      assertThat(leases(cluster)).isEqualTo(8);

      two.close();

      assertThat(places(first).values()).containsOnly(one.membership().address());
      assertThat(leases(cluster)).isEqualTo(8);
      assertThat(cluster.tables().list()).hasSize(1);
    }
  }

  private static int leases(TestCluster cluster) {
    return cluster.tables().list().stream().mapToInt(NodeEntry::leases).sum();
  }
}
