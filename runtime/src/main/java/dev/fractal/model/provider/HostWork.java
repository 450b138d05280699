package dev.fractal.model.provider;

import dev.fractal.model.ModelSpecException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Work of this node on what somebody else wrote: on a few threads of its own, each piece with an
 * end. One that hangs fails for whoever asked for it and keeps nobody else waiting.
 */
final class HostWork implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int WAITING = 64;

  private final Duration deadline;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("host-work-", 0).daemon().factory());

  HostWork(Duration deadline) {
    this.deadline = deadline;
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Does a piece of work, or gives it up; blocks.
   *
   * @param what the piece for a complaint, such as "the playbook 'a.yaml'"
   * @throws ModelSpecException with one sentence when it is not done in time
   */
  <T> T done(String what, Supplier<T> work) {
    var doing = new FutureTask<T>(work::get);
    try {
      threads.execute(doing);
      try {
        return doing.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      } finally {
        doing.cancel(true);
        threads.remove(doing); // What is given up takes no place of what is to come.
      }
    } catch (TimeoutException | RejectedExecutionException e) {
      throw new ModelSpecException(
          "%s was not read within %d ms; is it on a file system that answers?"
              .formatted(what, deadline.toMillis()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(what + " could not be read", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ModelSpecException(what + " was not read because its caller was interrupted");
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
