package dev.fractal.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Runs tasks one after the other, in order, on the threads of a shared executor. */
final class SerialTasks {
  private final Executor executor;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  SerialTasks(Executor executor) {
    this.executor = executor;
  }

  synchronized void submit(Runnable task) {
    last = last.handleAsync((_, _) -> run(task), executor);
  }

  private static boolean run(Runnable task) {
    task.run();
    return true;
  }
}
