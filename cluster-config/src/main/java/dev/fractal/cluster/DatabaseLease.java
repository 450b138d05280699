package dev.fractal.cluster;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.coordination.lease.LeaseException;
import org.apache.pekko.coordination.lease.LeaseSettings;
import org.apache.pekko.coordination.lease.javadsl.Lease;

/**
 * A lease in the shared database that is valid as long as its node is heard of. It is lost only
 * when the node is fenced: while the database is away nobody can take it over, and its node goes on
 * when beats do. Made by Pekko; its actor system needs a {@link ClusterSetup}.
 */
public final class DatabaseLease extends Lease {
  private final LeaseSettings settings;
  private final Membership membership;
  private final CompletableFuture<String> fenced;

  /** Counts the wishes to have it or not; work for an older wish changes nothing. */
  private long wish;

  private CompletableFuture<?> last = CompletableFuture.completedFuture(true);
  private Consumer<Optional<Throwable>> lost = _ -> {};
  private volatile boolean held;

  public DatabaseLease(LeaseSettings settings, ExtendedActorSystem system) {
    this(settings, membership(system));
  }

  DatabaseLease(LeaseSettings settings, Membership membership) {
    this.settings = settings;
    this.membership = membership;
    this.fenced = membership.fenced().toCompletableFuture();
    var _ = fenced.thenAccept(this::lose);
  }

  private static Membership membership(ExtendedActorSystem system) {
    return system
        .settings()
        .setup()
        .get(ClusterSetup.class)
        .orElseThrow(() -> new IllegalStateException("start the actor system with a ClusterSetup"))
        .membership();
  }

  @Override
  public LeaseSettings getSettings() {
    return settings;
  }

  @Override
  public CompletionStage<Boolean> acquire() {
    return acquire(_ -> {});
  }

  @Override
  public CompletionStage<Boolean> acquire(Consumer<Optional<Throwable>> leaseLost) {
    synchronized (this) {
      lost = leaseLost;
    }
    return wish(this::take);
  }

  @Override
  public CompletionStage<Boolean> release() {
    held = false;
    return wish(this::give);
  }

  @Override
  public boolean checkLease() {
    return held && membership.healthy();
  }

  private CompletionStage<Boolean> wish(LongPredicate work) {
    synchronized (this) {
      long mine = ++wish;
      return enqueue(() -> work.test(mine)).copy().orTimeout(patience(), TimeUnit.MILLISECONDS);
    }
  }

  /** Wishes are fulfilled one after the other, in their order. */
  private synchronized CompletableFuture<Boolean> enqueue(Supplier<Boolean> work) {
    var next = last.handleAsync((_, _) -> work.get(), membership.leaseThreads());
    last = next;
    return next;
  }

  private long patience() {
    return settings.timeoutSettings().getOperationTimeout().toMillis();
  }

  private boolean take(long mine) {
    boolean acquired = membership.acquire(settings.leaseName());
    synchronized (this) {
      held = acquired && mine == wish;
    }
    if (fenced.isDone()) {
      lose(fenced.join());
    }
    return held;
  }

  /** Until it works, or somebody here wants the lease again, or the node ends. */
  private boolean give(long mine) {
    if (!isNewest(mine)) {
      return true;
    }
    try {
      membership.release(settings.leaseName());
      return true;
    } catch (RuntimeException e) {
      retry(mine);
      throw e;
    }
  }

  private void retry(long mine) {
    if (!membership.isClosed()) {
      long pause = membership.settings().retryInterval().toMillis();
      CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS)
          .execute(
              () -> {
                var _ = enqueue(() -> give(mine));
              });
    }
  }

  private synchronized boolean isNewest(long mine) {
    return mine == wish;
  }

  private void lose(String sentence) {
    Consumer<Optional<Throwable>> told;
    synchronized (this) {
      if (!held) {
        return;
      }
      held = false;
      told = lost;
    }
    told.accept(Optional.of(new LeaseException(sentence)));
  }
}
