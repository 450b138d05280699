package dev.fractal.session;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Shares few threads between trees of sessions: those that have work waiting take turns, one task
 * each, so that a wide tree keeps nobody waiting for more than one task of every other tree. Tasks
 * of one tree begin in their order. Safe for any thread.
 */
public final class FairTurns {
  private final Executor threads;
  private final int width;
  private final Map<String, Queue<Runnable>> waiting = new HashMap<>();
  private final Queue<String> turns = new ArrayDeque<>();
  private int tasks;
  private int starting;
  private int running;

  /**
   * Shares an executor that has nothing else to do.
   *
   * @param width its threads, 1 or more
   */
  public FairTurns(Executor threads, int width) {
    if (width < 1) {
      throw new IllegalArgumentException("turns are taken on one thread or more, not " + width);
    }
    this.threads = threads;
    this.width = width;
  }

  /** Has a task of a tree run when it is the tree's turn. */
  void submit(String tree, Runnable task) {
    synchronized (this) {
      waiting
          .computeIfAbsent(
              tree,
              _ -> {
                turns.add(tree);
                return new ArrayDeque<>();
              })
          .add(task);
      tasks++;
      if (running == width) {
        return;
      }
      running++;
      starting++;
    }
    threads.execute(this::takeTurn);
  }

  /** Runs one task; the thread is then given back, so that one that fails takes no other along. */
  private void takeTurn() {
    try {
      next().run();
    } finally {
      if (goesOn()) {
        threads.execute(this::takeTurn);
      }
    }
  }

  private synchronized Runnable next() {
    starting--;
    tasks--;
    var tree = turns.remove();
    var own = waiting.get(tree);
    if (own == null) {
      throw new IllegalStateException("tree " + tree + " has a turn and no task");
    }
    var task = own.remove();
    if (own.isEmpty()) {
      waiting.remove(tree);
    } else {
      turns.add(tree);
    }
    return task;
  }

  private synchronized boolean goesOn() {
    boolean more = tasks > starting;
    if (more) {
      starting++;
    } else {
      running--;
    }
    return more;
  }
}
