package dev.fractal.cluster;

import com.typesafe.config.Config;
import dev.fractal.persistence.store.Store;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.Done;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;

/** A membership and its actor system. */
record TestNode(Membership membership, ActorSystem<Void> system, CompletionStage<Done> member)
    implements AutoCloseable {

  static TestNode start(Config config, Store store) {
    var membership = Membership.open(config, store, "test");
    ActorSystem<Void> system =
        ActorSystem.create(
            Behaviors.empty(),
            "test",
            ActorSystemSetup.create(
                BootstrapSetup.create(membership.configuration(config, store)),
                new ClusterSetup(membership)));
    return new TestNode(membership, system, Bootstrap.join(system, membership));
  }

  /** The addresses of the members that this node sees up. */
  Set<String> sees() {
    return StreamSupport.stream(
            Cluster.get(system.classicSystem()).state().getMembers().spliterator(), false)
        .filter(member -> member.status().equals(MemberStatus.up()))
        .map(member -> member.address().toString())
        .collect(Collectors.toSet());
  }

  /** Leaves gracefully. */
  @Override
  public void close() {
    system.terminate();
    TestCluster.get(system.getWhenTerminated());
    membership.close();
  }
}
