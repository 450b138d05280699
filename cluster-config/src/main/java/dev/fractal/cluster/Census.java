package dev.fractal.cluster;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.ShardRegion.ShardState;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** Counts the sessions that are awake on this node, once a second. */
public final class Census {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private Census() {}

  /** What the counter is told. */
  public sealed interface Message {
    /** Count now. */
    record Count() implements Message {}

    /** What the shard region answered. */
    record Counted(int awake) implements Message {}
  }

  /**
   * A counter of the entities of one type.
   *
   * @param tell called on an actor's thread with every count
   */
  public static Behavior<Message> of(EntityTypeKey<?> type, Consumer<Integer> tell) {
    return Behaviors.setup(
        context -> {
          var region = ClusterSharding.get(context.getSystem()).shardState();
          var counted =
              context.messageAdapter(
                  CurrentShardRegionState.class, state -> new Message.Counted(awake(state)));
          return Behaviors.withTimers(
              timers -> {
                timers.startTimerWithFixedDelay(new Message.Count(), INTERVAL);
                return Behaviors.receiveMessage(
                    message -> {
                      switch (message) {
                        case Message.Count _ -> region.tell(new GetShardRegionState(type, counted));
                        case Message.Counted(int awake) -> tell.accept(awake);
                      }
                      return Behaviors.same();
                    });
              });
        });
  }

  private static int awake(CurrentShardRegionState state) {
    return state.getShards().stream()
        .map(ShardState::getEntityIds)
        .mapToInt(ids -> ids.size())
        .sum();
  }
}
