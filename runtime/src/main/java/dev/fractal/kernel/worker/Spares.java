package dev.fractal.kernel.worker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Workers that are ready before they are needed: one, and one more for each that was lost of late,
 * since what ends a worker seldom comes alone. Safe for any thread.
 */
final class Spares {
  private static final Duration OF_LATE = Duration.ofMinutes(1);

  private final int most;
  private final Deque<WorkerProcess> ready = new ArrayDeque<>();
  private final Deque<Long> losses = new ArrayDeque<>();

  /** At most so many; none at all with 0. */
  Spares(int most) {
    this.most = most;
  }

  synchronized @Nullable WorkerProcess take() {
    ready.removeIf(worker -> !worker.isAlive());
    return ready.poll();
  }

  synchronized void add(WorkerProcess worker) {
    ready.add(worker);
  }

  /** A worker ended that should not have. */
  synchronized void lost() {
    losses.add(System.nanoTime());
  }

  /** Whether one more should be started. */
  synchronized boolean areFew() {
    long now = System.nanoTime();
    losses.removeIf(loss -> now - loss > OF_LATE.toNanos());
    ready.removeIf(worker -> !worker.isAlive());
    return ready.size() < Math.min(most, 1 + losses.size());
  }
}
