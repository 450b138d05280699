package dev.fractal.kernel.guest;

import com.sun.management.ThreadMXBean;
import dev.fractal.kernel.CellOutcome.Limit;
import dev.fractal.kernel.KernelLimits;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/**
 * What one cell has used over its slices. The evaluating thread starts and stops slices and pauses
 * the clock while the host works for it; the watchdog only samples.
 */
final class Meter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Host work for a cell, such as a search through an input, gets this many times its CPU time. */
  private static final int HOST_FACTOR = 6;

  private final KernelLimits limits;
  private long thread;
  private long cpuUsed;
  private long cpuStart;
  private long hostStart;
  private long hostUsed;
  private long hostCpuStart;
  private long hostCpuUsed;
  private @Nullable Limit broken;
  private boolean evicted;

  Meter(KernelLimits limits) {
    this.limits = limits;
  }

  synchronized void startSlice() {
    thread = Thread.currentThread().threadId();
    cpuStart = THREADS.getCurrentThreadCpuTime();
  }

  synchronized void stopSlice() {
    cpuUsed += THREADS.getCurrentThreadCpuTime() - cpuStart;
  }

  synchronized void startHost() {
    stopSlice();
    hostStart = System.nanoTime();
    hostCpuStart = THREADS.getCurrentThreadCpuTime();
  }

  synchronized void stopHost() {
    hostUsed += System.nanoTime() - hostStart;
    hostCpuUsed += THREADS.getCurrentThreadCpuTime() - hostCpuStart;
    hostStart = 0;
    startSlice();
  }

  /** True when the host has worked or waited too long for this cell; asked on its thread. */
  synchronized boolean hostTimeSpent() {
    long cpu = hostCpuUsed + THREADS.getCurrentThreadCpuTime() - hostCpuStart;
    long wall = hostUsed + System.nanoTime() - hostStart;
    long limit = limits.cpuTime().toNanos() * HOST_FACTOR;
    if (cpu > limit || wall > limit * HOST_FACTOR) {
      breaks(Limit.CPU_TIME);
    }
    return broken != null;
  }

  synchronized void breaks(Limit limit) {
    if (broken == null) {
      broken = limit;
    }
  }

  /** Ends the cell for the sake of others: it has broken nothing. */
  synchronized void evicts() {
    evicted = true;
  }

  synchronized boolean isEvicted() {
    return evicted && broken == null;
  }

  synchronized @Nullable Limit broken() {
    return broken;
  }

  /** Samples the running slice, and the memory of its realm, from another thread. */
  synchronized @Nullable Limit sample(Realm realm) {
    if (broken == null && hostStart == 0) {
      long cpu = THREADS.getThreadCpuTime(thread);
      if (cpu > 0 && cpuUsed + cpu - cpuStart > limits.cpuTime().toNanos()) {
        breaks(Limit.CPU_TIME);
      } else if (realm.exceedsMemory()) {
        breaks(Limit.MEMORY);
      }
    }
    return broken;
  }
}
