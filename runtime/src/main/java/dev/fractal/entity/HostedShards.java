package dev.fractal.entity;

import dev.fractal.protocol.SessionId;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.HashCodeMessageExtractor;

/**
 * Which sessions belong to the shards of this node, as its region said last, which is asked once a
 * second while somebody tests; every one before it has said anything. Tests never wait. For one
 * thread.
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
    var _ = RegionState.shards(system, FRESH).thenAccept(hosted -> shards = Optional.of(hosted));
  }
}
