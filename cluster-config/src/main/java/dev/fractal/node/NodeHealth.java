package dev.fractal.node;

import dev.fractal.http.Health;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.SessionId;
import java.util.List;
import java.util.Locale;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** Whether a node may get work: the store answers, and the cluster has it. */
record NodeHealth(ActorSystem<?> system, Store store, Presence presence) implements Health {
  private static final SessionId NOBODY = new SessionId("health");

  @Override
  public List<Check> checks() {
    return List.of(storeAnswers(), isMember(), isHeardOf());
  }

  private Check storeAnswers() {
    try {
      var _ = store.journal().highest(NOBODY);
      return new Check("store", true, "the store answers");
    } catch (StoreException e) {
      return new Check("store", false, "the store does not answer; the node's log says why");
    }
  }

  private Check isHeardOf() {
    var heard = presence.isHeardOf();
    return new Check(
        "place",
        heard,
        heard ? "nobody can take this node's place" : "the database has not heard of this node");
  }

  private Check isMember() {
    var status = Cluster.get(system).selfMember().status();
    var up = status.equals(MemberStatus.up()) || status.equals(MemberStatus.weaklyUp());
    return new Check("cluster", up, "this node is " + status.toString().toLowerCase(Locale.ROOT));
  }
}
