package dev.fractal.cluster;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the database at an interval that this node is alive, on a thread of its own that no load of
 * actors delays. Validity is counted by the monotonic clock from before the beat was sent, so it
 * ends here before it ends in the database.
 */
final class Heartbeat implements AutoCloseable {
  static final Logger LOG = LoggerFactory.getLogger(Membership.class);

  private final long intervalNanos;
  private final long ttlNanos;
  private final BooleanSupplier beat;
  private final Runnable fenced;
  private final ScheduledExecutorService thread;
  private volatile long validUntil;
  private boolean failing;

  Heartbeat(ClusterSettings settings, long registered, BooleanSupplier beat, Runnable fenced) {
    this.intervalNanos = settings.heartbeatInterval().toNanos();
    this.ttlNanos = settings.ttl().toNanos();
    this.beat = beat;
    this.fenced = fenced;
    this.validUntil = registered + ttlNanos;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("fractal-heartbeat").daemon().factory());
  }

  void start() {
    var _ = thread.scheduleWithFixedDelay(this::beat, 0, intervalNanos, TimeUnit.NANOSECONDS);
  }

  boolean isValid() {
    return System.nanoTime() - validUntil < 0;
  }

  private void beat() {
    long sent = System.nanoTime();
    try {
      if (beat.getAsBoolean()) {
        validUntil = sent + ttlNanos;
        recovered();
      } else {
        thread.shutdown();
        fenced.run();
      }
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void recovered() {
    if (failing) {
      failing = false;
      LOG.info("the database answers again");
    }
  }

  private void failed(RuntimeException failure) {
    if (!failing && !thread.isShutdown()) {
      failing = true;
      LOG.warn("a beat did not reach the database: {}", failure.getMessage());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
