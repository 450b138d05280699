package dev.fractal.node;

import com.typesafe.config.Config;
import dev.fractal.persistence.membership.ClusterTables;
import dev.fractal.persistence.membership.NodeEntry;
import dev.fractal.persistence.membership.NodeState;
import dev.fractal.persistence.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;

/** A process that asks the sessions of a cluster, hosts none and has no vote in it. */
record ClientPresence(Store store, ClusterTables tables, Duration patience) implements Presence {
  static Presence open(Config config, Store store) {
    var ttl = config.getDuration("fractal.cluster.ttl");
    return new ClientPresence(
        store, store.openCluster(ttl), config.getDuration("fractal.cluster.join-timeout"));
  }

  @Override
  public void join(ActorSystem<?> system) {
    var members = members();
    if (members.isEmpty()) {
      throw new NotJoinedException(
          "no node of the cluster on " + store.place() + " runs; start one, or run 'cluster up'");
    }
    var up = new CompletableFuture<Done>();
    var cluster = Cluster.get(system.classicSystem());
    cluster.registerOnMemberUp(() -> up.complete(Done.getInstance()));
    cluster.joinSeedNodes(members);
    try {
      up.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotJoinedException("interrupted while joining the cluster", e);
    } catch (TimeoutException | ExecutionException e) {
      throw new NotJoinedException(
          "the cluster on %s did not answer within %d s; look at 'cluster status'"
              .formatted(store.place(), patience.toSeconds()),
          e);
    }
  }

  private List<Address> members() {
    return tables.list().stream()
        .filter(node -> node.live() && node.state() == NodeState.MEMBER)
        .map(NodeEntry::registration)
        .map(registration -> AddressFromURIString.parse(registration.address()))
        .toList();
  }

  @Override
  public String place() {
    return "client of the cluster on " + store.place();
  }

  @Override
  public void close() {
    tables.close();
  }
}
