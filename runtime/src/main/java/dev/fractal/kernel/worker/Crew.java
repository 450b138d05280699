package dev.fractal.kernel.worker;

import dev.fractal.kernel.EngineAwayException;
import dev.fractal.kernel.KernelLostException;
import dev.fractal.kernel.WorkerNews;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of a node: started when they are needed, one more kept ready, ended with it. Only who
 * finds no worker at all waits for one to start; {@link Lookout} watches them all meanwhile.
 */
final class Crew implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
  private static final long START_SECONDS = 60;

  /** Nothing is kept ready before this long after the first use: many commands end before. */
  private static final Duration SETTLED = Duration.ofSeconds(4);

  /** Workers are alike that differ by fewer resident bytes. */
  private static final long ALIKE = 32L << 20;

  private final Recruits recruits;
  private final WorkerSettings settings;
  private final List<WorkerNews> listeners = new CopyOnWriteArrayList<>();
  private final Pauses pauses = new Pauses();
  private final List<WorkerProcess> all = new CopyOnWriteArrayList<>();
  private final List<WorkerProcess> shared = new ArrayList<>();
  private final ReentrantLock firstStart = new ReentrantLock();
  private final Semaphore starts;
  private final AtomicBoolean growing = new AtomicBoolean();
  private final Lookout lookout;
  private final Spares spares;
  private volatile @Nullable String problem;
  private volatile long firstUse;
  private volatile boolean closed;

  Crew(Recruits recruits, WorkerSettings settings) {
    this.recruits = recruits;
    this.settings = settings;
    starts = new Semaphore(settings.count(), true);
    spares = new Spares(settings.spare() ? settings.count() : 0);
    lookout = Lookout.over(all, settings.answerWithin(), this::grow);
    Thread.ofPlatform().daemon().name("workers-first").start(this::prepare);
  }

  private void prepare() {
    try {
      var _ = member();
    } catch (KernelLostException | EngineAwayException e) {
      LOG.error("the first worker is missing: {}", e.getMessage());
    }
  }

  /** The worker for one more kernel. */
  WorkerProcess member() {
    WorkerProcess ready = leastUsed();
    if (ready == null) {
      firstStart.lock();
      try {
        ready = leastUsed();
        if (ready == null) {
          ready = joined(started(false));
        }
      } finally {
        firstStart.unlock();
      }
    }
    if (firstUse == 0) {
      firstUse = System.nanoTime();
    }
    return ready;
  }

  private synchronized WorkerProcess joined(WorkerProcess worker) {
    shared.add(worker);
    return worker;
  }

  /**
   * The one that holds least, not counting those that may be about to end, or null when none lives
   * and none is ready.
   */
  private synchronized @Nullable WorkerProcess leastUsed() {
    shared.removeIf(worker -> !worker.isAlive());
    if (isShort()) {
      WorkerProcess ready = spares.take();
      if (ready != null) {
        shared.add(ready);
      }
      grow();
    }
    return shared.stream()
        .min(
            Comparator.comparing(WorkerProcess::isStrained)
                .thenComparingLong(worker -> worker.resident() / ALIKE)
                .thenComparingLong(worker -> worker.kernels().get()))
        .orElse(null);
  }

  private synchronized boolean isShort() {
    return shared.isEmpty() || (shared.size() < settings.count() && areAllUsed());
  }

  /** Who finds none at all starts the first one. */
  private synchronized boolean wantsMember() {
    shared.removeIf(worker -> !worker.isAlive());
    return !shared.isEmpty() && isShort();
  }

  private boolean areAllUsed() {
    return shared.stream().allMatch(worker -> worker.kernels().get() > 0);
  }

  /** Starts what is missing on another thread, one after the other. */
  private void grow() {
    if (!closed && growing.compareAndSet(false, true)) {
      Thread.ofPlatform()
          .daemon()
          .name("workers-next")
          .start(
              () -> {
                try {
                  while (!closed && startsOne()) {
                    // One more.
                  }
                } catch (KernelLostException | EngineAwayException e) {
                  LOG.warn("one more worker is wanted: {}", e.getMessage());
                } finally {
                  growing.set(false);
                }
              });
    }
  }

  /** Members come before those that are kept ready. */
  private boolean startsOne() {
    if (wantsMember()) {
      joined(started(false));
      return true;
    }
    boolean settled = firstUse != 0 && System.nanoTime() - firstUse > SETTLED.toNanos();
    if (settled && spares.areFew()) {
      spares.add(started(false));
      return true;
    }
    return false;
  }

  /** A worker of its own for one kernel, like the shared ones. */
  WorkerProcess apart() {
    WorkerProcess ready = spares.take();
    grow();
    return ready == null ? single(false) : ready;
  }

  /** A roomier worker for one kernel. */
  WorkerProcess loner() {
    return single(true);
  }

  /** Few start at a time: many sessions may want one at once, and each start takes a processor. */
  private WorkerProcess single(boolean alone) {
    try {
      starts.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelLostException("a worker was waited for no longer", false);
    }
    try {
      return started(alone);
    } finally {
      starts.release();
    }
  }

  private WorkerProcess started(boolean alone) {
    pauses.await();
    if (closed) {
      throw new KernelLostException("the node ends", false);
    }
    try {
      long begun = System.nanoTime();
      WorkerProcess worker = recruits.started(alone, this::ended);
      String engine = worker.awaitReady(START_SECONDS);
      all.add(worker);
      pauses.worked();
      problem = null;
      listeners.forEach(WorkerNews::started);
      long millis = (System.nanoTime() - begun) / 1_000_000;
      LOG.info("{} evaluates on {}, ready after {} ms", worker, engine, millis);
      if (closed || !worker.isAlive()) {
        left(worker, WorkerEnd.closed());
        worker.kill(WorkerEnd.closed());
      }
      return worker;
    } catch (IOException | KernelLostException e) {
      pauses.failed();
      var why = "no worker can be started: " + e.getMessage();
      problem = why;
      throw new EngineAwayException(why, e);
    }
  }

  synchronized void tell(WorkerNews news) {
    all.stream().filter(WorkerProcess::isAlive).forEach(_ -> news.started());
    listeners.add(news);
  }

  boolean isCrowded() {
    return all.stream().anyMatch(worker -> worker.lastResident() > worker.most() / 2);
  }

  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  private void ended(WorkerProcess worker, WorkerEnd why) {
    left(worker, why);
    if (!closed && !why.cause().equals("closed")) {
      spares.lost();
      grow();
      LOG.warn("{} ended: {}; its sessions go on in others", worker, why.sentence());
    }
  }

  /** Of a worker that never was ready nobody has heard. */
  private void left(WorkerProcess worker, WorkerEnd why) {
    if (all.remove(worker)) {
      listeners.forEach(news -> news.ended(why.cause()));
    }
  }

  @Override
  public void close() {
    closed = true;
    lookout.close();
    all.forEach(worker -> worker.kill(WorkerEnd.closed()));
    recruits.close();
  }
}
