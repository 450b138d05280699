package dev.fractal.cluster;

import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.membership.Formation;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.Done;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an actor system into the cluster that the database names, or lets it form one when the
 * database says so. It asks again as long as joining does not succeed, on a thread of its own.
 */
public final class Bootstrap {
  private static final Logger LOG = LoggerFactory.getLogger(Bootstrap.class);

  /** How many join timeouts a node waits for admission to a cluster that has welcomed it. */
  private static final int ADMISSION = 3;

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Membership membership;
  private final Cluster cluster;
  private final CompletableFuture<Done> up = new CompletableFuture<>();
  private final CompletableFuture<Done> stopped = new CompletableFuture<>();
  private List<String> expected = List.of();

  private Bootstrap(Membership membership, Cluster cluster) {
    this.membership = membership;
    this.cluster = cluster;
  }

  /**
   * Starts joining. The stage completes when the node is a member; it fails with one sentence when
   * the node must be started anew. When the actor system ends, the membership is closed.
   */
  public static CompletionStage<Done> join(ActorSystem<?> system, Membership membership) {
    var bootstrap = new Bootstrap(membership, Cluster.get(system.classicSystem()));
    var signs = GoneNodes.watch(system, membership);
    bootstrap.followShutdown(system, signs);
    var _ = system.systemActorOf(DownedFence.create(membership), "fractal-fence", Props.empty());
    var member = new CompletableFuture<Done>();
    Thread.ofPlatform().name("fractal-bootstrap").daemon().start(() -> bootstrap.run(member));
    return member;
  }

  private void followShutdown(ActorSystem<?> system, GoneNodes signs) {
    cluster.registerOnMemberUp(() -> up.complete(Done.getInstance()));
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeServiceUnbind(),
            "fractal-leaving",
            () -> CompletableFuture.supplyAsync(this::leaving, membership.leaseThreads()));
    var _ =
        system
            .getWhenTerminated()
            .whenComplete(
                (_, _) -> {
                  stopped.completeExceptionally(new IllegalStateException("the node was stopped"));
                  Thread.ofPlatform().name("fractal-sign-off").start(() -> signOff(signs));
                });
  }

  private void signOff(GoneNodes signs) {
    signs.close();
    membership.close();
  }

  private Done leaving() {
    try {
      membership.leaving();
    } catch (StoreException e) {
      LOG.warn("the database does not know that this node is leaving: {}", e.getMessage());
    }
    return Done.getInstance();
  }

  private void run(CompletableFuture<Done> member) {
    try {
      while (!isUp(Duration.ZERO)) {
        attempt();
      }
      confirm();
      member.complete(Done.getInstance());
    } catch (InterruptedException | RuntimeException e) {
      member.completeExceptionally(e);
    }
  }

  private void attempt() throws InterruptedException {
    switch (decision()) {
      case Formation.Form _ -> {
        LOG.info("{} forms the cluster", membership.address());
        expected = List.of(membership.address());
        cluster.join(cluster.selfAddress());
        admitted();
      }
      case Formation.Join(var addresses) -> {
        LOG.info("{} joins {}", membership.address(), addresses);
        expected = addresses;
        cluster.joinSeedNodes(addresses.stream().map(AddressFromURIString::parse).toList());
        admitted();
      }
      case Formation.Wait(var reason) -> {
        LOG.info("{} waits: {}", membership.address(), reason);
        pause();
      }
      case Formation.Fenced _ -> throw new IllegalStateException(lost());
    }
  }

  private Formation decision() {
    try {
      return membership.mayForm();
    } catch (StoreException e) {
      return new Formation.Wait(String.valueOf(e.getMessage()));
    }
  }

  /** Waits to become a member; a node that was not even welcomed asks the database again. */
  private void admitted() throws InterruptedException {
    var patience = membership.settings().joinTimeout();
    if (isUp(patience) || !isWelcome()) {
      return;
    }
    if (!isUp(patience.multipliedBy(ADMISSION - 1))) {
      throw new IllegalStateException(
          "node "
              + membership.address()
              + " was welcomed by a cluster but not admitted in time; start it again");
    }
  }

  private boolean isWelcome() {
    return !cluster.selfMember().status().equals(MemberStatus.removed());
  }

  private boolean isUp(Duration patience) throws InterruptedException {
    return await(CompletableFuture.anyOf(up, stopped), patience);
  }

  private static boolean await(CompletableFuture<?> event, Duration patience)
      throws InterruptedException {
    try {
      event.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the node was stopped before it became a member", e);
    }
  }

  /** The node is up: in the cluster that counts, or in one that was given up in the meantime? */
  private void confirm() throws InterruptedException {
    if (!seesExpected() || !(joined() || joinedAnew())) {
      throw new IllegalStateException(lost());
    }
    LOG.info("{} is a member", membership.address());
  }

  /** What a node sees of its cluster follows a moment after it is up. */
  private boolean seesExpected() throws InterruptedException {
    long deadline = System.nanoTime() + membership.settings().joinTimeout().toNanos();
    while (members().stream().noneMatch(expected::contains)) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      await(stopped, LOOK_AGAIN);
    }
    return true;
  }

  /**
   * A node that was sent to the leftovers of an older cluster may have come into the one that
   * counts, when all restart at their old addresses: the database is asked once more.
   */
  private boolean joinedAnew() throws InterruptedException {
    return decision() instanceof Formation.Join(var addresses)
        && members().stream().anyMatch(addresses::contains)
        && joined();
  }

  private boolean joined() throws InterruptedException {
    while (true) {
      try {
        return membership.joined();
      } catch (StoreException e) {
        LOG.warn("the database does not know that this node is up: {}", e.getMessage());
        pause();
      }
    }
  }

  /** Ends early, and with an exception, when the node is stopped. */
  private void pause() throws InterruptedException {
    await(stopped, membership.settings().retryInterval());
  }

  private Set<String> members() {
    return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
        .map(Member::address)
        .map(Object::toString)
        .collect(Collectors.toSet());
  }

  private String lost() {
    return "node "
        + membership.address()
        + " was too late: another cluster was formed or its place was taken; start it again";
  }
}
