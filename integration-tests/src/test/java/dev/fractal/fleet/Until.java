package dev.fractal.fleet;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for something that comes by itself, for a bounded time. */
final class Until {
  private static final long GLANCE_NANOS = Duration.ofMillis(200).toNanos();

  private Until() {}

  /** Returns when the condition holds; fails with what was waited for when the time is over. */
  static void holds(String what, Duration time, BooleanSupplier condition) {
    holds(() -> what, time, condition);
  }

  /** The same, with what is seen when the time is over. */
  static void holds(Supplier<String> what, Duration time, BooleanSupplier condition) {
    long end = System.nanoTime() + time.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("after " + time.toSeconds() + " s not yet: " + what.get());
      }
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }

  /** Returns after a time in which something is to go on. */
  static void passed(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      LockSupport.parkNanos(GLANCE_NANOS);
    }
  }
}
