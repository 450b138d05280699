package dev.fractal.kernel.guest;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * One daemon thread that samples every running slice and stops the ones that broke a limit. A stop
 * runs on a thread of its own, since it lasts until the guest reaches a safepoint.
 */
final class Watchdog implements AutoCloseable {
  private static final long SAMPLE_NANOS = 2_000_000;

  private final Set<Slice> running = ConcurrentHashMap.newKeySet();
  private final ExecutorService stoppers =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("kernel-stop-", 0).factory());
  private final Thread sampler;
  private volatile boolean closed;
  private volatile boolean asleep;

  Watchdog() {
    sampler = Thread.ofPlatform().daemon().name("kernel-watchdog").unstarted(this::sample);
  }

  static Watchdog started() {
    Watchdog watchdog = new Watchdog();
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
        slice.check(stoppers);
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
    private boolean over;

    Slice(Watchdog watchdog, Meter meter, Realm realm, Runnable stop) {
      this.watchdog = watchdog;
      this.meter = meter;
      this.realm = realm;
      this.stop = stop;
    }

    /** Stops the slice once if it broke a limit; never after its end. */
    private synchronized void check(ExecutorService stoppers) {
      if (!over && meter.sample(realm) != null) {
        over = true;
        stoppers.execute(stop);
      }
    }

    /** After this no stop is started; {@link Meter#broken} is settled. */
    @Override
    public void close() {
      watchdog.running.remove(this);
      synchronized (this) {
        over = true;
      }
      meter.stopSlice();
    }
  }
}
