package dev.fractal.kernel.worker;

import dev.fractal.kernel.KernelLostException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Growing pauses between starts that fail, so that a machine without memory is not kept busy. */
final class Pauses {
  private static final Duration FIRST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private int failures;
  private long until;

  synchronized void failed() {
    Duration pause = FIRST.multipliedBy(1L << Math.min(failures++, 10));
    until = System.nanoTime() + Math.min(pause.toNanos(), LONGEST.toNanos());
  }

  synchronized void worked() {
    failures = 0;
  }

  void await() {
    long rest;
    synchronized (this) {
      rest = failures == 0 ? 0 : until - System.nanoTime();
    }
    long end = System.nanoTime() + rest;
    while (rest > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(this, end - System.nanoTime());
      if (Thread.currentThread().isInterrupted()) {
        throw new KernelLostException("a worker was waited for no longer", false);
      }
    }
  }
}
