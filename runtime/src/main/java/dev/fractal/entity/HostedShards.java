package dev.fractal.entity;

import dev.fractal.protocol.SessionId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.ShardRegion.CurrentShardRegionState;
import org.apache.pekko.cluster.sharding.ShardRegion.ShardState;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingQuery;
import org.apache.pekko.cluster.sharding.typed.GetShardRegionState;
import org.apache.pekko.cluster.sharding.typed.HashCodeMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/**
 * Which sessions belong to the shards of this node, as its region said within the last second;
 * every one before it has said anything. Tests never wait. For one thread.
 */
public final class HostedShards implements Predicate<SessionId> {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final ActorSystem<?> system;
  private final HashCodeMessageExtractor<Object> extractor;
  private volatile Optional<Set<String>> shards = Optional.empty();
  private long asked;
  private boolean begun;

  public HostedShards(ActorSystem<?> system) {
    this.system = system;
    this.extractor =
        new HashCodeMessageExtractor<>(
            system.settings().config().getInt("pekko.cluster.sharding.number-of-shards"));
  }

  @Override
  public boolean test(SessionId session) {
    look();
    return shards.map(here -> here.contains(extractor.shardId(session.value()))).orElse(true);
  }

  private void look() {
    if (begun && System.nanoTime() - asked < FRESH.toNanos()) {
      return;
    }
    begun = true;
    asked = System.nanoTime();
    var _ =
        AskPattern.<ClusterShardingQuery, CurrentShardRegionState>ask(
                ClusterSharding.get(system).shardState(),
                HostedShards::query,
                FRESH,
                system.scheduler())
            .thenAccept(
                state ->
                    shards =
                        Optional.of(
                            state.getShards().stream()
                                .map(ShardState::shardId)
                                .collect(Collectors.toUnmodifiableSet())));
  }

  private static ClusterShardingQuery query(ActorRef<CurrentShardRegionState> to) {
    return new GetShardRegionState(ShardedSessions.TYPE, to);
  }
}
