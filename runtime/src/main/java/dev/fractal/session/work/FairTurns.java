package dev.fractal.session.work;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Shares few places between trees of sessions: those that have work waiting take turns, one task
 * each, so that a wide tree keeps nobody waiting for more than one task of every other tree. Tasks
 * of one tree begin in their order. A task that takes long gives its place up and goes on beside
 * the others: it keeps nobody waiting. Safe for any thread.
 */
public final class FairTurns {
  /** Waiting tasks for each place from which on there are many. */
  private static final int CROWD = 2;

  private final Executor threads;
  private final int width;
  private final int most;
  private final Map<String, Queue<Runnable>> waiting = new HashMap<>();
  private final Queue<String> turns = new ArrayDeque<>();
  private final Set<Turn> begun = new LinkedHashSet<>();
  private int tasks;
  private int starting;
  private int running;
  private int beside;

  /** A task that runs. */
  private static final class Turn {
    private boolean seen;
    private boolean beside;
  }

  /**
   * Shares an executor that has nothing else to do, and as many threads as it is asked for.
   *
   * @param width places, 1 or more
   * @param most tasks that may go on beside those in the places, 0 or more
   */
  public FairTurns(Executor threads, int width, int most) {
    if (width < 1 || most < 0) {
      throw new IllegalArgumentException(
          "turns are taken in one place or more, not %d, and %d beside".formatted(width, most));
    }
    this.threads = threads;
    this.width = width;
    this.most = most;
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
    var turn = new Turn();
    try {
      next(turn).run();
    } finally {
      if (ends(turn)) {
        threads.execute(this::takeTurn);
      }
    }
  }

  /** Tasks that ran already when this was called last give their places up. */
  public void relieve() {
    int begins = 0;
    synchronized (this) {
      for (Turn turn : begun) {
        if (turn.seen && !turn.beside && beside < most) {
          turn.beside = true;
          beside++;
          begins += goesOn() ? 1 : 0;
        }
        turn.seen = true;
      }
    }
    for (; begins > 0; begins--) {
      threads.execute(this::takeTurn);
    }
  }

  /** Whether so much waits that all places will be taken for a while. */
  public synchronized boolean isCrowded() {
    return tasks - starting > CROWD * width;
  }

  private synchronized Runnable next(Turn turn) {
    begun.add(turn);
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

  /** Whether another task begins in the place of this one. */
  private synchronized boolean ends(Turn turn) {
    begun.remove(turn);
    if (turn.beside) {
      beside--;
      return false;
    }
    return goesOn();
  }

  private boolean goesOn() {
    boolean more = tasks > starting;
    if (more) {
      starting++;
    } else {
      running--;
    }
    return more;
  }
}
