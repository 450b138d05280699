package dev.fractal.node;

import com.typesafe.config.Config;
import dev.fractal.client.Departure;
import dev.fractal.persistence.store.JournalConfig;
import dev.fractal.persistence.store.Store;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** A node that is its own cluster. */
record AlonePresence(Store store) implements Presence {
  @Override
  public Config configuration(Config whole) {
    return JournalConfig.forStore(store).withFallback(whole);
  }

  @Override
  public ActorSystemSetup setup() {
    return ActorSystemSetup.empty();
  }

  @Override
  public void join(ActorSystem<?> system) {
    var cluster = Cluster.get(system);
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
  }

  @Override
  public CompletionStage<Departure> departure() {
    return new CompletableFuture<>();
  }

  @Override
  public boolean isHeardOf() {
    return true;
  }

  @Override
  public String place() {
    return "node on " + store.place();
  }

  @Override
  public void close() {}
}
