package dev.fractal.kernel.differential;

import dev.fractal.kernel.differential.Reducer.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Checks programs of consecutive seeds on all processors; stops at some failures and makes them
 * small.
 */
record Campaign(Differential differential, Programs programs) {
  /** Bytes: more than any engine lets a cell use. */
  private static final long STACK = 8L << 20;

  private static final int ENOUGH = 5;

  /**
   * The failures among {@code count} seeds from {@code first} on, at least one if there are any.
   */
  List<Failure> failures(long first, long count) {
    var failures = new ConcurrentLinkedQueue<Failure>();
    var next = new AtomicLong(first);
    int workers = Runtime.getRuntime().availableProcessors();
    try (var pool =
        Executors.newFixedThreadPool(workers, work -> new Thread(null, work, "campaign", STACK))) {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < workers; i++) {
        running.add(pool.submit(() -> checkUpTo(first + count, next, failures)));
      }
      for (var work : running) {
        work.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("a program could not be checked: " + e.getMessage(), e);
    }
    return List.copyOf(failures);
  }

  private void checkUpTo(long end, AtomicLong next, ConcurrentLinkedQueue<Failure> failures) {
    while (failures.size() < ENOUGH) {
      long seed = next.getAndIncrement();
      if (seed >= end) {
        return;
      }
      check(seed, failures);
    }
  }

  private void check(long seed, ConcurrentLinkedQueue<Failure> failures) {
    var program = programs.of(seed);
    try {
      differential
          .check(program)
          .map(finding -> new Reducer(differential).smallest(program, finding))
          .ifPresent(failures::add);
    } catch (RuntimeException e) {
      throw new IllegalStateException("seed " + seed + "\n" + program, e);
    }
  }

  /** Failures for people. */
  static String told(List<Failure> failures) {
    return failures.stream().map(Failure::toString).collect(Collectors.joining("\n\n"));
  }
}
