package dev.fractal.entity.remember;

import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesCoordinatorStore;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesCoordinatorStore.AddShard;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesCoordinatorStore.GetShards$;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesCoordinatorStore.UpdateDone;
import org.apache.pekko.pattern.Patterns;
import scala.jdk.javaapi.CollectionConverters;

/** Tells the coordinator which shards have sessions to start; keeps nothing of what it is told. */
final class RememberedShards extends AbstractActor {
  private final Remembering remembering = Remembering.of(getContext().getSystem());

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(GetShards$.class, _ -> find())
        .match(
            AddShard.class, added -> getSender().tell(new UpdateDone(added.entityId()), getSelf()))
        .build();
  }

  private void find() {
    var found =
        remembering
            .shards()
            .thenApply(
                ids ->
                    new RememberEntitiesCoordinatorStore.RememberedShards(
                        CollectionConverters.asScala(ids).toSet()));
    Patterns.pipe(found, getContext().getDispatcher()).to(getSender(), getSelf());
  }
}
