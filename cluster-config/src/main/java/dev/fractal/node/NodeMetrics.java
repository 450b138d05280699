package dev.fractal.node;

import dev.fractal.entity.RegionState;
import dev.fractal.http.routes.Metrics;
import dev.fractal.persistence.catalog.Catalog;
import dev.fractal.telemetry.Instruments;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node counts, with the shards that it hosts and what is asked in the store at that moment.
 * A region or a store that does not answer in time leaves its counts as they were.
 */
final class NodeMetrics implements Metrics {
  private static final Logger LOG = LoggerFactory.getLogger(NodeMetrics.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final ActorSystem<?> system;
  private final Instruments instruments;
  private final Catalog catalog;
  private final Executor io;
  private final AtomicBoolean looking = new AtomicBoolean();

  NodeMetrics(ActorSystem<?> system, Instruments instruments, Catalog catalog, Executor io) {
    this.system = system;
    this.instruments = instruments;
    this.catalog = catalog;
    this.io = io;
  }

  @Override
  public CompletionStage<String> text() {
    return shards().thenCombineAsync(asks(), (_, _) -> instruments.text(), io);
  }

  private CompletionStage<Boolean> shards() {
    return RegionState.shards(system, PATIENCE)
        .handle(
            (hosted, problem) -> {
              if (problem == null) {
                instruments.shards(hosted.size());
              }
              return problem == null;
            });
  }

  /** One look at a time: a store that hangs does not gather threads. */
  private CompletableFuture<Boolean> asks() {
    if (!looking.compareAndSet(false, true)) {
      return CompletableFuture.completedFuture(false);
    }
    return CompletableFuture.supplyAsync(catalog::asking, io)
        .handle(
            (asking, problem) -> {
              looking.set(false);
              if (problem == null) {
                tell(asking);
              } else {
                LOG.info("metrics do not see what is asked: {}", problem.toString());
              }
              return problem == null;
            })
        .completeOnTimeout(false, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void tell(Catalog.Asking asking) {
    var age =
        asking
            .since()
            .map(since -> Duration.between(since, Instant.now()))
            .filter(time -> !time.isNegative())
            .orElse(Duration.ZERO);
    instruments.asking(asking.sessions(), age);
  }
}
