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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of a node: started when they are needed, one more kept ready, watched while they
 * work, ended when they hold too much or say nothing.
 */
final class Crew implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
  private static final long START_SECONDS = 60;
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int LOOKS_BETWEEN_PINGS = 50;

  /** Nothing is kept ready before this long after the first use: many commands end before. */
  private static final Duration SETTLED = Duration.ofSeconds(4);

  private final Recruits recruits;
  private final WorkerSettings settings;
  private final List<WorkerNews> listeners = new CopyOnWriteArrayList<>();
  private final Pauses pauses = new Pauses();
  private final List<WorkerProcess> shared = new ArrayList<>();
  private final List<WorkerProcess> loners = new ArrayList<>();
  private final Thread watch;
  private @Nullable WorkerProcess spare;
  private volatile @Nullable String problem;
  private long firstUse;
  private volatile boolean closed;

  Crew(Recruits recruits, WorkerSettings settings) {
    this.recruits = recruits;
    this.settings = settings;
    watch = Thread.ofPlatform().daemon().name("workers").start(this::watch);
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
  synchronized WorkerProcess member() {
    shared.removeIf(worker -> !worker.isAlive());
    if (shared.isEmpty() || (shared.size() < settings.count() && allBusy())) {
      shared.add(taken());
    }
    if (firstUse == 0) {
      firstUse = System.nanoTime();
    }
    return shared.stream()
        .min(Comparator.comparingLong(worker -> worker.kernels().get()))
        .orElseThrow();
  }

  private boolean allBusy() {
    return shared.stream().allMatch(worker -> worker.isBusy() || worker.kernels().get() > 0);
  }

  private WorkerProcess taken() {
    WorkerProcess ready = spare;
    spare = null;
    return ready != null && ready.isAlive() ? ready : started(false);
  }

  /** A roomier worker for one kernel. */
  WorkerProcess loner() {
    WorkerProcess worker = started(true);
    synchronized (this) {
      loners.add(worker);
    }
    return worker;
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
      pauses.worked();
      problem = null;
      listeners.forEach(WorkerNews::started);
      LOG.info(
          "{} evaluates on {}, ready after {} ms",
          worker,
          engine,
          (System.nanoTime() - begun) / 1_000_000);
      return worker;
    } catch (IOException | KernelLostException e) {
      pauses.failed();
      problem = "no worker can be started: " + e.getMessage();
      throw new KernelLostException("no worker can be started: " + e.getMessage(), false);
    }
  }

  synchronized void tell(WorkerNews news) {
    shared.stream().filter(WorkerProcess::isAlive).forEach(_ -> news.started());
    listeners.add(news);
  }

  Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  private void ended(WorkerProcess worker, WorkerEnd why) {
    listeners.forEach(news -> news.ended(why.cause()));
    if (!closed && !why.cause().equals("closed")) {
      LOG.warn("{} ended: {}; its sessions go on in others", worker, why.sentence());
    }
  }

  private void watch() {
    for (int look = 0; !closed; look++) {
      try {
        Thread.sleep(LOOK);
      } catch (InterruptedException e) {
        return;
      }
      boolean ping = look % LOOKS_BETWEEN_PINGS == 0;
      for (WorkerProcess worker : all()) {
        look(worker, ping);
      }
      if (ping) {
        keepReady();
      }
    }
  }

  private synchronized List<WorkerProcess> all() {
    loners.removeIf(worker -> !worker.isAlive());
    var all = new ArrayList<>(shared);
    all.addAll(loners);
    return all;
  }

  private void look(WorkerProcess worker, boolean ping) {
    if (!worker.isAlive()) {
      return;
    }
    long most = recruits.memory(isLoner(worker));
    if (worker.isBusy() && worker.resident() > most) {
      worker.kill(WorkerEnd.memory(most));
    } else if (worker.silence() > settings.answerWithin().toNanos()) {
      worker.kill(WorkerEnd.silent());
    } else if (ping) {
      worker.ping();
    }
  }

  private synchronized boolean isLoner(WorkerProcess worker) {
    return loners.contains(worker);
  }

  /** Starts the one that is ready before it is needed. */
  private void keepReady() {
    synchronized (this) {
      boolean settled = firstUse != 0 && System.nanoTime() - firstUse > SETTLED.toNanos();
      if (!settings.spare() || !settled || (spare != null && spare.isAlive())) {
        return;
      }
    }
    try {
      WorkerProcess worker = started(false);
      synchronized (this) {
        spare = worker;
      }
    } catch (KernelLostException e) {
      LOG.warn("no spare worker: {}", e.getMessage());
    }
  }

  @Override
  public void close() {
    closed = true;
    watch.interrupt();
    synchronized (this) {
      all().forEach(worker -> worker.kill(WorkerEnd.closed()));
      if (spare != null) {
        spare.kill(WorkerEnd.closed());
      }
    }
  }
}
