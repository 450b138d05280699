package dev.fractal.bench;

import dev.fractal.protocol.SessionId;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Sessions that wait, on a node whose concurrency limits are lifted.
 *
 * @param slow seconds of a root with fifty children of twenty leaves, each model call taking one
 * @param heap bytes of heap that each of many waiting sessions holds, its kernel dropped
 */
record Waits(double slow, double heap) {
  private static final String SETTINGS =
      """
      fractal.session {
        parallel-calls = 10000, parallel-children = 10000
        call-timeout = 2h, turn-timeout = 2h, kernel-idle-after = 1s
      }
      fractal.store.h2.cache = 2 MiB
      """;
  private static final int WARM = 50;
  private static final long PATIENCE_NANOS = Duration.ofMinutes(5).toNanos();
  private static final long BEAT_NANOS = Duration.ofMillis(100).toNanos();
  private static final int COLLECTIONS = 3;

  static Waits measure(Workshop workshop, Screen screen, int sessions) {
    try (var node = BenchNode.start(workshop, TreeTask.PLAYBOOK, SETTINGS)) {
      screen.note("fifty children with twenty leaves, a second for each model call");
      double slow = Trees.seconds(node, TreeTask.SLOW);
      screen.note(sessions + " sessions that wait");
      wait(node, WARM);
      long before = used();
      wait(node, sessions);
      return new Waits(slow, (double) (used() - before) / sessions);
    }
  }

  /** So many new sessions, each waiting for a leaf without a kernel. */
  private static void wait(BenchNode node, int sessions) {
    int opened = node.kernels().opened();
    for (int i = 0; i < sessions; i++) {
      SessionId session = node.session("waiting");
      var _ = node.begin(session, TreeTask.WAIT);
    }
    long start = System.nanoTime();
    while (node.kernels().opened() < opened + sessions || node.kernels().open() > 0) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new BenchException(
            "%d kernels are still open though all wait".formatted(node.kernels().open()));
      }
      LockSupport.parkNanos(BEAT_NANOS);
    }
  }

  private static long used() {
    var memory = ManagementFactory.getMemoryMXBean();
    for (int i = 0; i < COLLECTIONS; i++) {
      memory.gc();
    }
    return memory.getHeapMemoryUsage().getUsed();
  }
}
