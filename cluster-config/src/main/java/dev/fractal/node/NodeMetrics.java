package dev.fractal.node;

import dev.fractal.entity.ShardedSessions;
import dev.fractal.http.routes.Metrics;
import dev.fractal.telemetry.Instruments;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingQuery;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** What a node counts, with the shards that it hosts at that moment. */
record NodeMetrics(ActorSystem<?> system, Instruments instruments, Executor io) implements Metrics {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** A region that does not answer in time leaves the count as it was. */
  @Override
  public CompletionStage<String> text() {
    CompletionStage<CurrentShardRegionState> asked =
        AskPattern.ask(
            ClusterSharding.get(system).shardState(),
            NodeMetrics::query,
            PATIENCE,
            system.scheduler());
    return asked.handleAsync(
        (state, problem) -> {
          if (problem == null) {
            instruments.shards(state.getShards().size());
          }
          return instruments.text();
        },
        io);
  }

  private static ClusterShardingQuery query(ActorRef<CurrentShardRegionState> to) {
    return new GetShardRegionState(ShardedSessions.TYPE, to);
  }
}
