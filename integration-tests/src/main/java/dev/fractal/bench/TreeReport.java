package dev.fractal.bench;

import java.util.List;
import java.util.Locale;

/** What {@code bench tree} found. */
record TreeReport(
    Setting setting, Machine machine, Tree tree, Wide wide, Waiting waiting, List<Reach> reaches)
    implements BenchReport {
  private static final double TREE_SECONDS = 60;
  private static final double WIDE_SECONDS = 3;
  private static final double SLOW_SECONDS = 6;
  private static final double HEAP_KIB = 100_000.0 / 1024;
  private static final double BYTES_PER_KIB = 1024;

  /** What was asked for. */
  record Setting(int rounds, int waiting) {}

  /** A tree of eight children at each level. */
  record Tree(int sessions, double seconds) {}

  /** A root that calls fifty children at once. */
  record Wide(double median, double slowest, int samples) {}

  /**
   * Sessions that wait.
   *
   * @param seconds of fifty children with twenty leaves at a second for each model call
   * @param heapKib of each session that waits
   */
  record Waiting(double seconds, double heapKib) {}

  static TreeReport of(Trees trees, Waits waits, int rounds, int waiting) {
    double heap = waits.heap() / BYTES_PER_KIB;
    return new TreeReport(
        new Setting(rounds, waiting),
        Machine.here(),
        new Tree(trees.sessions(), Samples.rounded(trees.whole())),
        new Wide(
            Samples.rounded(trees.wide().median()),
            Samples.rounded(trees.wide().quantile(1)),
            trees.wide().values().size()),
        new Waiting(Samples.rounded(waits.slow()), Samples.rounded(heap)),
        List.of(
            Reach.atMost(
                TREE_SECONDS, "a tree of " + trees.sessions() + " sessions", " s", trees.whole()),
            Reach.atMost(WIDE_SECONDS, "mapRlm over 50 children", " s", trees.wide().median()),
            Reach.atMost(SLOW_SECONDS, "50 children with 20 leaves", " s", waits.slow()),
            Reach.atMost(Samples.rounded(HEAP_KIB), "heap per waiting session", " KiB", heap)));
  }

  @Override
  public String figures() {
    return String.format(
        Locale.ROOT,
        """
        a tree of %d sessions: %.1f s
        mapRlm over 50 children of one step: median %.2f s, slowest %.2f s (%d times)
        50 children with 20 leaves, 1 s for each model call: %.2f s
        %d sessions that wait: %.1f KiB of heap each
        """,
        tree.sessions(),
        tree.seconds(),
        wide.median(),
        wide.slowest(),
        wide.samples(),
        waiting.seconds(),
        setting.waiting(),
        waiting.heapKib());
  }
}
