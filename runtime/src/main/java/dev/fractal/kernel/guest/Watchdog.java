package dev.fractal.kernel.guest;

import dev.fractal.kernel.CellOutcome.Limit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One daemon thread that samples every running slice and stops the ones that broke a limit. A stop
 * runs on a thread of its own, since it lasts until the guest reaches a safepoint.
 */
final class Watchdog implements AutoCloseable {
  private static final long SAMPLE_NANOS = 2_000_000;

  /** After being stopped a slice has this long to end. */
  private static final long PATIENCE_NANOS = 1_000_000_000;

  /** Any engine that looks at all has answered by then. */
  private static final long WEIGHING_NANOS = 20_000_000;

  /** Bytes below which ending a slice would help nobody. */
  private static final long MUCH = 32L << 20;

  private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

  private final StuckCells stuck;
  private final Set<Slice> running = ConcurrentHashMap.newKeySet();
  private final ExecutorService stoppers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("kernel-stop-", 0).factory());
  private final Thread sampler;
  private volatile boolean closed;
  private volatile boolean asleep;

  Watchdog(StuckCells stuck) {
    this.stuck = stuck;
    sampler = Thread.ofPlatform().daemon().name("kernel-watchdog").unstarted(this::sample);
  }

  static Watchdog started(StuckCells stuck) {
    Watchdog watchdog = new Watchdog(stuck);
    watchdog.sampler.start();
    return watchdog;
  }

  /** A slice that is being evaluated by the calling thread. */
  Slice watch(Meter meter, Realm realm, Runnable stop) {
    meter.startSlice();
    Slice slice = new Slice(this, meter, realm, stop);
    running.add(slice);
    if (asleep) {
      LockSupport.unpark(sampler);
    }
    return slice;
  }

  /**
   * Ends the slice whose realm holds most, because all of them together hold too much. One that
   * cannot be asked runs something that never looks, and goes first.
   *
   * @return the thread that evaluates it, or nothing where none holds much
   */
  Optional<Thread> relieve() {
    List<Slice> all = List.copyOf(running);
    all.forEach(Slice::weigh);
    LockSupport.parkNanos(this, WEIGHING_NANOS);
    return all.stream()
        .max(Comparator.comparingLong(Slice::weighed))
        .filter(heaviest -> heaviest.weighed() > MUCH && heaviest.evict(stoppers))
        .map(heaviest -> heaviest.thread);
  }

  private void sample() {
    while (!closed) {
      if (running.isEmpty()) {
        asleep = true;
        if (running.isEmpty()) {
          LockSupport.park(this);
        }
        asleep = false;
      }
      for (Slice slice : running) {
        slice.check(stoppers, stuck);
      }
      LockSupport.parkNanos(this, SAMPLE_NANOS);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(sampler);
    stoppers.shutdownNow();
  }

  /** One stretch of evaluation on one thread. */
  static final class Slice implements AutoCloseable {
    private final Watchdog watchdog;
    private final Meter meter;
    private final Realm realm;
    private final Runnable stop;
    private final Thread thread = Thread.currentThread();
    private boolean over;
    private long stopped;

    Slice(Watchdog watchdog, Meter meter, Realm realm, Runnable stop) {
      this.watchdog = watchdog;
      this.meter = meter;
      this.realm = realm;
      this.stop = stop;
    }

    /** Stops the slice once if it broke a limit; never after its end. */
    private synchronized void check(ExecutorService stoppers, StuckCells stuck) {
      if (stopped != 0) {
        if (System.nanoTime() - stopped > PATIENCE_NANOS) {
          stopped = 0;
          stuck.stuck(thread, broken());
        }
      } else if (!over && isBroken()) {
        over = true;
        stopped = System.nanoTime();
        stoppers.execute(stop);
      }
    }

    private synchronized void weigh() {
      if (!over) {
        realm.weigh();
      }
    }

    private synchronized long weighed() {
      return over ? 0 : realm.weighed();
    }

    private synchronized boolean evict(ExecutorService stoppers) {
      if (over) {
        return false;
      }
      over = true;
      stopped = System.nanoTime();
      meter.evicts();
      stoppers.execute(stop);
      return true;
    }

    /** A meter that cannot be read counts as one that broke: nothing runs unwatched. */
    private boolean isBroken() {
      try {
        return meter.sample(realm) != null;
      } catch (RuntimeException e) {
        LOG.error("a cell's meter cannot be read; the cell is stopped", e);
        meter.breaks(Limit.CPU_TIME);
        return true;
      }
    }

    private Limit broken() {
      Limit limit = meter.broken();
      return limit != null ? limit : meter.isEvicted() ? Limit.MEMORY : Limit.CPU_TIME;
    }

    /** After this no stop is started; {@link Meter#broken} is settled. */
    @Override
    public void close() {
      watchdog.running.remove(this);
      synchronized (this) {
        over = true;
        stopped = 0;
      }
      meter.stopSlice();
    }
  }
}
