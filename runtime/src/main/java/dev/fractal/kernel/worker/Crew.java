package dev.fractal.kernel.worker;

import dev.fractal.kernel.KernelLostException;
import dev.fractal.kernel.WorkerNews;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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

  private final Recruits recruits;
  private final WorkerSettings settings;
  private final List<WorkerNews> listeners = new CopyOnWriteArrayList<>();
  private final Pauses pauses = new Pauses();
  private final List<WorkerProcess> all = new CopyOnWriteArrayList<>();
  private final List<WorkerProcess> shared = new ArrayList<>();
  private final ReentrantLock firstStart = new ReentrantLock();
  private final AtomicBoolean growing = new AtomicBoolean();
  private final Lookout lookout;
  private @Nullable WorkerProcess spare;
  private volatile @Nullable String problem;
  private volatile long firstUse;
  private volatile boolean closed;

  Crew(Recruits recruits, WorkerSettings settings) {
    this.recruits = recruits;
    this.settings = settings;
    lookout = Lookout.over(all, settings.answerWithin(), this::keepReady);
    Thread.ofPlatform().daemon().name("workers-first").start(this::prepare);
  }

  private void prepare() {
    try {
      var _ = member();
    } catch (KernelLostException e) {
      LOG.error("no worker could be started: {}", e.getMessage());
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

  /** The one with the fewest kernels, or null when none lives and none is ready. */
  private synchronized @Nullable WorkerProcess leastUsed() {
    shared.removeIf(worker -> !worker.isAlive());
    boolean wanted = shared.isEmpty() || (shared.size() < settings.count() && areAllUsed());
    WorkerProcess ready = spare;
    if (wanted && ready != null) {
      spare = null;
      if (ready.isAlive()) {
        shared.add(ready);
        wanted = false;
      }
    }
    if (wanted && !shared.isEmpty()) {
      beside(() -> joined(started(false)));
    }
    return shared.stream()
        .min(Comparator.comparingLong(worker -> worker.kernels().get()))
        .orElse(null);
  }

  private boolean areAllUsed() {
    return shared.stream().allMatch(worker -> worker.kernels().get() > 0);
  }

  /** Starts the one that is ready before it is needed. */
  private void keepReady() {
    synchronized (this) {
      boolean settled = firstUse != 0 && System.nanoTime() - firstUse > SETTLED.toNanos();
      WorkerProcess ready = spare;
      if (!settings.spare() || !settled || (ready != null && ready.isAlive())) {
        return;
      }
    }
    beside(
        () -> {
          WorkerProcess worker = started(false);
          synchronized (this) {
            spare = worker;
          }
        });
  }

  /** Starts one on another thread, unless that is being done. */
  private void beside(Runnable start) {
    if (growing.compareAndSet(false, true)) {
      Thread.ofPlatform()
          .daemon()
          .name("workers-next")
          .start(
              () -> {
                try {
                  start.run();
                } catch (KernelLostException e) {
                  LOG.warn("one more worker is wanted: {}", e.getMessage());
                } finally {
                  growing.set(false);
                }
              });
    }
  }

  /** A roomier worker for one kernel. */
  WorkerProcess loner() {
    return started(true);
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
        all.remove(worker);
        worker.kill(WorkerEnd.closed());
      }
      return worker;
    } catch (IOException | KernelLostException e) {
      pauses.failed();
      problem = "no worker can be started: " + e.getMessage();
      throw new KernelLostException("no worker can be started: " + e.getMessage(), false);
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
    all.remove(worker);
    listeners.forEach(news -> news.ended(why.cause()));
    if (!closed && !why.cause().equals("closed")) {
      LOG.warn("{} ended: {}; its sessions go on in others", worker, why.sentence());
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
