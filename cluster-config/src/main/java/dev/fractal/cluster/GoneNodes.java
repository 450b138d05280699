package dev.fractal.cluster;

import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.membership.Incarnation;
import dev.fractal.persistence.membership.LifeSign;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Gives up nodes whose process has ended, without waiting as for one that may only be slow: the
 * database's server knows that the connection of their sign of life has ended. Such a node is
 * fenced first and removed from the cluster then, so a wrong guess costs a node and no journal.
 * Works on a thread of its own until it is closed.
 */
final class GoneNodes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GoneNodes.class);
  private static final Duration INTERVAL = Duration.ofMillis(250);

  private final Cluster cluster;
  private final RemoteActorRefProvider remote;
  private final Membership membership;
  private final LifeSign sign;
  private final Absences absences;
  private final ScheduledExecutorService thread;

  private GoneNodes(ActorSystem<?> system, Membership membership) {
    var settings = membership.settings();
    this.cluster = Cluster.get(system);
    this.remote =
        (RemoteActorRefProvider) ((ExtendedActorSystem) system.classicSystem()).provider();
    this.membership = membership;
    this.sign = membership.sign();
    this.absences = new Absences(settings.goneAfter(), settings.ttl());
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("fractal-signs").daemon().factory());
  }

  /** Gives this node's sign of life, and watches those of the other members. */
  static GoneNodes watch(ActorSystem<?> system, Membership membership) {
    var watching = new GoneNodes(system, membership);
    var _ =
        watching.thread.scheduleWithFixedDelay(
            watching::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    return watching;
  }

  private void look() {
    try {
      var living = sign.look();
      var members = members();
      var gone = absences.look(System.nanoTime(), members.keySet(), living);
      members.entrySet().stream()
          .filter(member -> gone.contains(member.getKey()))
          .forEach(member -> giveUp(member.getKey(), member.getValue()));
    } catch (StoreException e) {
      LOG.debug("signs of life cannot be seen: {}", e.getMessage());
      absences.blinded();
    } catch (RuntimeException e) {
      LOG.warn("signs of life cannot be looked for: {}", e.toString());
      absences.blinded();
    }
  }

  /** Others do so too: whoever is first. When it fails it is tried at the next look. */
  private void giveUp(Incarnation gone, Member member) {
    if (isFenced(gone)) {
      LOG.warn("the process of {} has ended; its sessions go on at other nodes", member.address());
      cluster.manager().tell(new Down(member.address()));
      // Only who cannot be reached is removed, and the detector would take seconds to notice.
      remote.quarantine(
          member.address(),
          Option.apply(member.uniqueAddress().longUid()),
          "the process has ended");
    }
  }

  private boolean isFenced(Incarnation gone) {
    try {
      return membership.fenceGone(gone);
    } catch (StoreException e) {
      LOG.warn("{}, whose process has ended, is not fenced yet: {}", gone, e.getMessage());
      return false;
    }
  }

  /** All others that are not given up. */
  private Map<Incarnation, Member> members() {
    var found = new HashMap<Incarnation, Member>();
    for (var member : cluster.state().getMembers()) {
      boolean given = member.status().equals(MemberStatus.down());
      if (!given && !member.equals(cluster.selfMember())) {
        incarnation(member).ifPresent(life -> found.put(life, member));
      }
    }
    return found;
  }

  private static Optional<Incarnation> incarnation(Member member) {
    return member.getRoles().stream().flatMap(role -> DownedFence.life(role).stream()).findFirst();
  }

  @Override
  public void close() {
    thread.shutdownNow();
    sign.close();
  }
}
