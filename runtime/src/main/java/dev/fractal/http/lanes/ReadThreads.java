package dev.fractal.http.lanes;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads on which the store is read for callers and large answers are written. They are few
 * and of the system's own: a crowd of readers waits in their queue, and everybody else, sessions
 * included, has the other threads, among which the system shares the processors.
 */
public final class ReadThreads implements Executor, AutoCloseable {
  private static final long IDLE_SECONDS = 30;

  private final ThreadPoolExecutor pool;

  /**
   * Threads that are started when they are needed first.
   *
   * @param most how many, 1 or more
   */
  public ReadThreads(int most) {
    pool =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().name("reads-", 0).daemon().factory());
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable read) {
    pool.execute(read);
  }

  /** What has not begun never will. A read that has is not interrupted: an embedded store ends. */
  @Override
  public void close() {
    pool.getQueue().clear();
    pool.shutdown();
  }
}
