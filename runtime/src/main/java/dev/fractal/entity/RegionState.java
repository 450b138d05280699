package dev.fractal.entity;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.ShardRegion.ShardState;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingQuery;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** What the shard region of the sessions on this node says of itself. */
public final class RegionState {
  private RegionState() {}

  /** The shards that it hosts; fails when it does not answer in time. */
  public static CompletionStage<Set<String>> shards(ActorSystem<?> system, Duration patience) {
    return AskPattern.<ClusterShardingQuery, CurrentShardRegionState>ask(
            ClusterSharding.get(system).shardState(),
            RegionState::query,
            patience,
            system.scheduler())
        .thenApply(
            state ->
                state.getShards().stream()
                    .map(ShardState::shardId)
                    .collect(Collectors.toUnmodifiableSet()));
  }

  private static ClusterShardingQuery query(ActorRef<CurrentShardRegionState> to) {
    return new GetShardRegionState(ShardedSessions.TYPE, to);
  }
}
