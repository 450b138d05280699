package dev.fractal.kernel.graal;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;

/**
 * Guesses whether a realm holds too much of the JVM's heap, which nobody counts by realm: its
 * thread has allocated more than the limit, garbage included, and what survived the last
 * collections has grown by more than the limit since, or fills the heap. One thread evaluates at a
 * time.
 */
final class HeldMemory {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final List<MemoryPoolMXBean> POOLS =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .filter(pool -> pool.getCollectionUsage() != null)
          .toList();
  private static final double FULL = 0.85;

  private final long limit;
  private long thread;
  private long allocatedBefore;
  private long survivedBefore;

  HeldMemory(long limit) {
    this.limit = limit;
  }

  /** The calling thread begins to evaluate. */
  synchronized void begin() {
    thread = Thread.currentThread().threadId();
    allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    survivedBefore = survived();
  }

  /** Asked from another thread. */
  synchronized boolean exceeded() {
    if (thread == 0) {
      return false;
    }
    long allocated = THREADS.getThreadAllocatedBytes(thread) - allocatedBefore;
    if (allocated < limit / 2) {
      return false;
    }
    long now = survived();
    boolean full = now > Runtime.getRuntime().maxMemory() * FULL;
    return full || (allocated > limit && now - survivedBefore > limit);
  }

  /** Bytes that the evaluating thread has allocated since it began. */
  synchronized long allocated() {
    return thread == 0 ? 0 : THREADS.getThreadAllocatedBytes(thread) - allocatedBefore;
  }

  /** What was left after the last collection of each pool. */
  private static long survived() {
    long sum = 0;
    for (MemoryPoolMXBean pool : POOLS) {
      sum += pool.getCollectionUsage().getUsed();
    }
    return sum;
  }
}
