package dev.fractal.session.work;

import java.util.concurrent.CompletableFuture;

/** Runs a session's tasks one after the other, in order, when it is its tree's turn. */
public final class SerialTasks {
  private final FairTurns turns;
  private CompletableFuture<?> last = CompletableFuture.completedFuture(null);

  public SerialTasks(FairTurns turns) {
    this.turns = turns;
  }

  synchronized void submit(String tree, Runnable task) {
    last = last.handleAsync((_, _) -> run(task), next -> turns.submit(tree, next));
  }

  private static boolean run(Runnable task) {
    task.run();
    return true;
  }
}
