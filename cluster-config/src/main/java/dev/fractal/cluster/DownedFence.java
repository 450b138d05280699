package dev.fractal.cluster;

import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.membership.Incarnation;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ClusterEvent.MemberDowned;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fences nodes that the cluster has given up, so that their shards start elsewhere at once and a
 * node that hangs but still beats holds nothing for ever. Members carry their incarnation as a
 * role: a node that has restarted at the same address is not confused with its former life.
 */
final class DownedFence {
  private static final Logger LOG = LoggerFactory.getLogger(DownedFence.class);
  private static final String ROLE = "incarnation-";

  private DownedFence() {}

  static String role(Incarnation node) {
    return ROLE + node;
  }

  /** Whose role it is, if it is one of an incarnation. */
  static Optional<Incarnation> life(String role) {
    return role.startsWith(ROLE)
        ? Optional.of(Incarnation.of(role.substring(ROLE.length())))
        : Optional.empty();
  }

  static Behavior<MemberDowned> create(Membership membership) {
    return Behaviors.setup(
        context -> {
          var cluster = Cluster.get(context.getSystem());
          cluster.subscriptions().tell(Subscribe.create(context.getSelf(), MemberDowned.class));
          return Behaviors.receive(MemberDowned.class)
              .onMessage(
                  MemberDowned.class,
                  downed -> {
                    if (!downed.member().equals(cluster.selfMember())) {
                      fence(membership, downed.member());
                    }
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private static void fence(Membership membership, Member downed) {
    for (var role : downed.getRoles()) {
      life(role)
          .ifPresent(
              incarnation -> {
                var _ =
                    CompletableFuture.runAsync(
                        () -> fence(membership, incarnation), membership.leaseThreads());
              });
    }
  }

  /** When it fails the node is fenced by the first one that takes over a lease after its ttl. */
  private static void fence(Membership membership, Incarnation downed) {
    try {
      if (membership.fence(downed)) {
        LOG.info("fenced {}, which the cluster has given up", downed);
      }
    } catch (StoreException e) {
      LOG.warn("{} could not be fenced: {}", downed, e.getMessage());
    }
  }
}
