package dev.fractal.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be ended when Ctrl-C or SIGTERM ends the process of a benchmark: what was
 * started last first. Safe for any thread.
 */
final class AtExit implements AutoCloseable {
  private static final Deque<AtExit> OPEN = new ArrayDeque<>();

  static {
    // One for all, so that a directory goes after what works in it.
    Runtime.getRuntime().addShutdownHook(new Thread(AtExit::endAll, "bench-exit"));
  }

  private final Runnable end;

  private AtExit(Runnable end) {
    this.end = end;
  }

  /** Ends something with the process, unless the handle was closed by then. */
  static AtExit end(Runnable end) {
    var handle = new AtExit(end);
    synchronized (OPEN) {
      OPEN.push(handle);
    }
    return handle;
  }

  @Override
  public void close() {
    synchronized (OPEN) {
      OPEN.remove(this);
    }
  }

  private static void endAll() {
    for (var last = last(); last != null; last = last()) {
      try {
        last.end.run();
      } catch (RuntimeException e) {
        System.err.println("something may be left behind: " + e.getMessage());
      }
    }
  }

  private static @Nullable AtExit last() {
    synchronized (OPEN) {
      return OPEN.poll();
    }
  }
}
