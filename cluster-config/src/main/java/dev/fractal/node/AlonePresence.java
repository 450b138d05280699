package dev.fractal.node;

import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.SessionId;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** A node that is its own cluster. */
record AlonePresence(Store store) implements Presence {
  @Override
  public void join(ActorSystem<?> system) {
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
  }

  @Override
  public Predicate<SessionId> hosted(ActorSystem<?> system) {
    return _ -> true;
  }

  @Override
  public String place() {
    return "node on " + store.place();
  }
}
