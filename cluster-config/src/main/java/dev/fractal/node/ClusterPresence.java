package dev.fractal.node;

import com.typesafe.config.Config;
import dev.fractal.client.Departure;
import dev.fractal.cluster.Bootstrap;
import dev.fractal.cluster.Census;
import dev.fractal.cluster.ClusterSetup;
import dev.fractal.cluster.Membership;
import dev.fractal.entity.ShardedSessions;
import dev.fractal.entity.remember.RememberedSessions;
import dev.fractal.persistence.store.Store;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;

/** One of many nodes: the database says whom it joins, and when it has lost its place. */
final class ClusterPresence implements Presence {
  private final Store store;
  private final Membership membership;
  private final RememberedSessions remembered;
  private final CompletableFuture<Departure> departure = new CompletableFuture<>();

  private ClusterPresence(Store store, Membership membership, RememberedSessions remembered) {
    this.store = store;
    this.membership = membership;
    this.remembered = remembered;
  }

  static Presence open(Config config, Store store, Executor io) {
    return new ClusterPresence(
        store,
        Membership.open(config, store, LocalNode.SYSTEM),
        new RememberedSessions(store.unfinished()::find, io));
  }

  @Override
  public Store store() {
    return store;
  }

  @Override
  public Config configuration(Config whole) {
    return membership.configuration(whole, store);
  }

  @Override
  public ActorSystemSetup setup() {
    return ActorSystemSetup.create(new ClusterSetup(membership), remembered);
  }

  @Override
  public void join(ActorSystem<?> system) {
    try {
      Bootstrap.join(system, membership).toCompletableFuture().join();
    } catch (CompletionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new NotJoinedException(String.valueOf(cause.getMessage()), cause);
    }
    system.systemActorOf(
        Census.of(ShardedSessions.TYPE, membership::hosts), "census", Props.empty());
    var _ = membership.fenced().thenAccept(why -> fenced(system, why));
    var _ = system.getWhenTerminated().thenRun(() -> departure.complete(removed()));
  }

  /** The others have given it up: it does not say goodbye. */
  private void fenced(ActorSystem<?> system, String why) {
    departure.complete(new Departure(false, why));
    var cluster = Cluster.get(system);
    cluster.manager().tell(new Down(cluster.selfMember().address()));
  }

  private Departure removed() {
    return new Departure(
        false,
        "node "
            + membership.address()
            + " was removed from its cluster, as one that the others cannot reach is; start it"
            + " again");
  }

  @Override
  public CompletionStage<Departure> departure() {
    return departure;
  }

  @Override
  public boolean isHeardOf() {
    return membership.healthy();
  }

  @Override
  public String place() {
    return "node " + membership.address() + " on " + store.place();
  }

  @Override
  public void close() {
    membership.close();
  }
}
