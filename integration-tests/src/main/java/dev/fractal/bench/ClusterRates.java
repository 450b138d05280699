package dev.fractal.bench;

import dev.fractal.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Steps and asks per second of a cluster that grows node by node. The bare journal is measured
 * beside the sessions in every round; before the rounds of a size a crowd runs unmeasured while
 * shards move.
 */
final class ClusterRates {
  private static final double NANOS = 1e9;

  private final BenchCluster cluster;
  private final Screen screen;
  private final int sessions;
  private final double seconds;

  ClusterRates(BenchCluster cluster, Screen screen, int sessions, double seconds) {
    this.cluster = cluster;
    this.screen = screen;
    this.sessions = sessions;
    this.seconds = seconds;
  }

  /** Of so many nodes: steps per second of each round, floor and sessions, and answers. */
  record Size(int nodes, Samples floor, Samples steps, Asks one, Asks many) {}

  List<Size> measure(int most, int rounds) {
    var sizes = new ArrayList<Size>();
    for (int nodes = 1; nodes <= most; nodes++) {
      cluster.grow(nodes);
      sizes.add(size(nodes, rounds));
    }
    return sizes;
  }

  private Size size(int nodes, int rounds) {
    screen.note("%d nodes, warming up".formatted(nodes));
    steps();
    var floor = new ArrayList<Double>();
    var steps = new ArrayList<Double>();
    for (int round = 1; round <= rounds; round++) {
      screen.note("%d nodes, round %d of %d".formatted(nodes, round, rounds));
      floor.add(rate(new Floor(cluster.client().system(), sessions)));
      steps.add(steps());
    }
    screen.note("%d nodes, asks".formatted(nodes));
    var awake = awake();
    Asks.measure(cluster.client(), awake, sessions, seconds / 2);
    var one = Asks.measure(cluster.client(), awake, 1, seconds);
    var many = Asks.measure(cluster.client(), awake, sessions, seconds);
    awake.forEach(cluster.client()::sleep);
    return new Size(nodes, new Samples(floor), new Samples(steps), one, many);
  }

  private List<SessionId> awake() {
    return IntStream.range(0, sessions).mapToObj(_ -> cluster.client().session("asked")).toList();
  }

  private double steps() {
    return rate(new Crowd(cluster.client(), sessions, () -> BenchTurn.SEEN, cluster::steps));
  }

  private double rate(Subject subject) {
    try (subject) {
      long before = subject.steps();
      long start = System.nanoTime();
      long end = start + (long) (seconds * NANOS);
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
      return (subject.steps() - before) * NANOS / (System.nanoTime() - start);
    }
  }
}
