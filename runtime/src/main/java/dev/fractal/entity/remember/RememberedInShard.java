package dev.fractal.entity.remember;

import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesShardStore.GetEntities$;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesShardStore.RememberedEntities;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesShardStore.Update;
import org.apache.pekko.cluster.sharding.internal.RememberEntitiesShardStore.UpdateDone;
import org.apache.pekko.pattern.Patterns;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Tells one shard which sessions to start. What the shard starts and stops is not written: the
 * sessions' own events say it.
 */
final class RememberedInShard extends AbstractActor {
  private final String shard;
  private final Remembering remembering = Remembering.of(getContext().getSystem());

  RememberedInShard(String shard) {
    this.shard = shard;
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder()
        .match(GetEntities$.class, _ -> find())
        .match(
            Update.class,
            update ->
                getSender().tell(new UpdateDone(update.started(), update.stopped()), getSelf()))
        .build();
  }

  private void find() {
    var found =
        remembering
            .in(shard)
            .thenApply(ids -> new RememberedEntities(CollectionConverters.asScala(ids).toSet()));
    Patterns.pipe(found, getContext().getDispatcher()).to(getSender(), getSelf());
  }
}
