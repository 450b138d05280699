package dev.fractal.model;

import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A provider's places for calls under way: those that find none wait their turn, first come first
 * served, without a thread. Starts run on the thread that freed the place and must not block.
 */
public final class CallSlots {
  private final SequencedSet<Runnable> waiting = new LinkedHashSet<>();
  private final AtomicInteger drains = new AtomicInteger();
  private int free;

  /**
   * @param limit most calls at a time, from 1
   */
  public CallSlots(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a provider has at least one slot, not " + limit);
    }
    this.free = limit;
  }

  /** Runs {@code start} as soon as a place is free; it then owns the place until released. */
  void enter(Runnable start) {
    synchronized (this) {
      waiting.add(start);
    }
    drain();
  }

  /** Takes a start out of the queue; false if it is no longer there. */
  synchronized boolean withdraw(Runnable start) {
    return waiting.remove(start);
  }

  void release() {
    synchronized (this) {
      free++;
    }
    drain();
  }

  /**
   * One thread at a time starts calls, in a loop: calls that end at once do not pile up a stack.
   */
  private void drain() {
    if (drains.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    do {
      for (Runnable start = next(); start != null; start = next()) {
        start.run();
      }
      seen = drains.addAndGet(-seen);
    } while (seen != 0);
  }

  private synchronized @Nullable Runnable next() {
    if (free == 0 || waiting.isEmpty()) {
      return null;
    }
    free--;
    return waiting.removeFirst();
  }
}
