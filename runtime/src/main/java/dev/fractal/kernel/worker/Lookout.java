package dev.fractal.kernel.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread that looks at all workers of a node: it has those that hold nearly too much end a
 * cell, and ends those that hold too much while a cell runs, that answer no sign of life, or that
 * work at one request for longer than it can take. It waits for nobody, so that no worker is
 * unwatched.
 */
final class Lookout implements AutoCloseable {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final int LOOKS_BETWEEN_PINGS = 50;

  private final List<WorkerProcess> workers;
  private final long mostPings;
  private final Runnable beside;
  private final Thread thread;
  private volatile boolean closed;

  private Lookout(List<WorkerProcess> workers, Duration answerWithin, Runnable beside) {
    this.workers = workers;
    this.mostPings = Math.max(1, answerWithin.toSeconds());
    this.beside = beside;
    this.thread = Thread.ofPlatform().daemon().name("workers").unstarted(this::watch);
  }

  /**
   * Starts to watch.
   *
   * @param workers safe for iteration while it changes
   * @param answerWithin the longest silence, in which this process itself was awake
   * @param beside done about once a second
   */
  static Lookout over(List<WorkerProcess> workers, Duration answerWithin, Runnable beside) {
    var lookout = new Lookout(workers, answerWithin, beside);
    lookout.thread.start();
    return lookout;
  }

  private void watch() {
    for (int look = 1; !closed; look++) {
      LockSupport.parkNanos(this, BETWEEN_LOOKS.toNanos());
      boolean ping = look % LOOKS_BETWEEN_PINGS == 0;
      workers.forEach(worker -> look(worker, ping));
      if (ping) {
        beside.run();
      }
    }
  }

  private void look(WorkerProcess worker, boolean ping) {
    if (!worker.isAlive()) {
      return;
    }
    worker.weigh();
    if (ping && worker.ping() > mostPings) {
      worker.kill(WorkerEnd.silent());
    } else if (ping) {
      worker.overdue().ifPresent(request -> worker.kill(WorkerEnd.overdue(request)));
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
