package dev.fractal.kernel.worker;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLostException;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.Opening.Room;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A session that asks for little all the time and keeps the longest time that it waited. As a REPL
 * does, it opens another kernel for one that is lost, in a worker of its own if it is a suspect.
 */
final class Neighbour implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final int TRIES = 3;

  private final KernelFactory factory;
  private final Thread thread;
  private @Nullable Kernel kernel;
  private volatile boolean closed;
  private long longest;
  private @Nullable String wrong;

  Neighbour(KernelFactory factory) {
    this.factory = factory;
    kernel = opened(Room.SHARED);
    thread = Thread.ofPlatform().name("neighbour").start(this::askOn);
  }

  private void askOn() {
    while (!closed) {
      long begun = System.nanoTime();
      ask();
      waited(System.nanoTime() - begun);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private synchronized void waited(long nanos) {
    longest = Math.max(longest, nanos);
  }

  private void ask() {
    Room room = Room.SHARED;
    for (int i = 0; i < TRIES; i++) {
      try {
        answered(evaluated(room));
        return;
      } catch (KernelLostException e) {
        forget();
        room = e.isSuspect() ? Room.APART : Room.SHARED;
      }
    }
    failed("it lost its kernel " + TRIES + " times in a row");
  }

  private CellOutcome evaluated(Room room) {
    Kernel live = kernel;
    if (live == null) {
      live = opened(room);
      kernel = live;
    }
    return live.evaluate(new Cell("kept.length", "cell", 1, MOMENT, Map.of()));
  }

  private static final Moment MOMENT = new Moment(Instant.EPOCH, "{}");

  private Kernel opened(Room room) {
    return factory.open(
        new Opening(Map.of("kept", "=[1,2,3]"), Granted.of("lm"), factory.stamp(), room));
  }

  private void answered(CellOutcome outcome) {
    if (!outcome.equals(new CellOutcome.Completed("", "3"))) {
      failed("its cell ended as " + outcome);
      forget();
    }
  }

  private synchronized void failed(String how) {
    wrong = wrong == null ? how : wrong;
  }

  private void forget() {
    Kernel lost = kernel;
    kernel = null;
    if (lost != null) {
      lost.close();
    }
  }

  /** What went wrong since the last time, or null. */
  synchronized @Nullable String wrong() {
    String known = wrong;
    wrong = null;
    return known;
  }

  /** The longest wait that ended since the last time. */
  synchronized Duration longestWait() {
    long known = longest;
    longest = 0;
    return Duration.ofNanos(known);
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    forget();
  }
}
