package dev.fractal.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Trees on a node with its default settings, in seconds.
 *
 * @param sessions of the whole tree
 * @param whole its turn
 * @param wide turns of a root that calls fifty children of one step at once
 */
record Trees(int sessions, double whole, Samples wide) {
  private static final double NANOS_PER_SECOND = 1e9;

  static Trees measure(Workshop workshop, Screen screen, int rounds, int levels) {
    try (var node = BenchNode.start(workshop, TreeTask.PLAYBOOK, "")) {
      screen.note("fifty children");
      List<Double> wide = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        wide.add(seconds(node, TreeTask.WIDE));
      }
      screen.note("a tree of %d levels".formatted(levels));
      var root = node.session("tree");
      long start = System.nanoTime();
      node.turn(root, TreeTask.split(levels));
      double whole = (System.nanoTime() - start) / NANOS_PER_SECOND;
      return new Trees(node.sessions(root), whole, new Samples(wide));
    }
  }

  /** How long the turn of a new session takes. */
  static double seconds(BenchNode node, String message) {
    var session = node.session("root");
    long start = System.nanoTime();
    node.turn(session, message);
    return (System.nanoTime() - start) / NANOS_PER_SECOND;
  }
}
