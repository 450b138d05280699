package dev.fractal.entity;

import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.session.Placement;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.Passivate;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding.ShardCommand;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/**
 * A session's place in its shard. The shard keeps what is sent to a sleeping session and wakes it.
 */
record ShardPlacement(
    ActorSystem<?> system, EntityRef<SessionCommand> session, ActorRef<ShardCommand> shard)
    implements Placement {
  @Override
  public void sleep(ActorRef<SessionCommand> self) {
    shard.tell(new Passivate<>(self));
  }

  @Override
  public void wake() {
    session.tell(new SessionCommand.DescribeSession(system.ignoreRef()));
  }
}
