package dev.fractal.persistence.database;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Growing pauses between tries at something that is away: each is twice the one before, up to a
 * longest one.
 *
 * @param pause the next one
 */
public record Backoff(Duration pause, Duration longest) {

  /**
   * Pauses that begin with {@code pause}.
   *
   * @throws IllegalArgumentException when it is not positive or longer than the longest
   */
  public Backoff {
    if (!pause.isPositive() || pause.compareTo(longest) > 0) {
      throw new IllegalArgumentException("a pause of " + pause + " is not of 0 to " + longest);
    }
  }

  /** The pauses after the next one. */
  public Backoff grown() {
    var twice = pause.multipliedBy(2);
    return new Backoff(twice.compareTo(longest) < 0 ? twice : longest, longest);
  }

  /** Has a task executed after the next pause. */
  public void after(Executor executor, Runnable task) {
    CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, executor)
        .execute(task);
  }
}
