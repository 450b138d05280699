package dev.fractal.kernel.worker;

import dev.fractal.kernel.KernelLostException;
import dev.fractal.persistence.database.Backoff;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Growing pauses between starts that fail, so that a machine without memory is not kept busy. */
final class Pauses {
  private static final Backoff FIRST = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));

  private Backoff next = FIRST;
  private boolean failing;
  private long until;

  synchronized void failed() {
    until = System.nanoTime() + next.pause().toNanos();
    next = next.grown();
    failing = true;
  }

  synchronized void worked() {
    next = FIRST;
    failing = false;
  }

  void await() {
    long rest;
    synchronized (this) {
      rest = failing ? until - System.nanoTime() : 0;
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
