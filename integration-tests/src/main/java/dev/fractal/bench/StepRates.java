package dev.fractal.bench;

import dev.fractal.bench.Rate.Round;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Steps per second of the bare journal and of sessions. The subjects take turns within every round,
 * so that a load from outside meets all of them; figures are medians over the rounds.
 */
final class StepRates {
  /** Sessions before anything counts. */
  private static final int MANY = 32;

  /** Rounds before the first one that counts, at most. */
  private static final int UNMEASURED = 20;

  private static final double NANOS = 1e9;

  private final BenchNode node;
  private final Screen screen;
  private final double seconds;
  private final int[] sizes;
  private final AtomicLong series = new AtomicLong();
  private final List<Double> stepMillis = new ArrayList<>();

  /**
   * On this node.
   *
   * @param seconds of one measurement
   * @param sizes numbers of sessions, and of writers of the bare journal
   */
  StepRates(BenchNode node, Screen screen, double seconds, int[] sizes) {
    this.node = node;
    this.screen = screen;
    this.seconds = seconds;
    this.sizes = sizes.clone();
  }

  /** What is measured. */
  enum Kind {
    FLOOR,
    KERNEL,
    FRESH_CELLS,
    NO_KERNEL
  }

  /** Rates per number of actors, and the times of single steps at one session. */
  record Rates(List<Rate> rates, Samples stepMillis) {
    /** Those of so many actors, if they were measured. */
    Optional<Rate> of(int sessions) {
      return rates.stream().filter(rate -> rate.sessions() == sessions).findFirst();
    }
  }

  Rates measure(int rounds) {
    warmUp();
    Map<Integer, List<Round>> found = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      for (int actors : sizes) {
        screen.note("round %d of %d, %d sessions".formatted(round, rounds, actors));
        found.computeIfAbsent(actors, _ -> new ArrayList<>()).add(round(actors));
      }
    }
    return new Rates(
        found.entrySet().stream().map(e -> Rate.of(e.getKey(), e.getValue())).toList(),
        new Samples(stepMillis));
  }

  /** Until the node is as one that has been up for a while: its code has been compiled. */
  private void warmUp() {
    var compilers = new Compilers();
    int round = 0;
    do {
      screen.note("warming up, round %d of %d at most".formatted(++round, UNMEASURED));
      round(MANY);
    } while (!compilers.haveRested() && round < UNMEASURED);
    stepMillis.clear();
  }

  private Round round(int actors) {
    return new Round(
        rate(Kind.FLOOR, actors),
        rate(Kind.KERNEL, actors),
        rate(Kind.FRESH_CELLS, actors),
        rate(Kind.NO_KERNEL, actors));
  }

  private double rate(Kind kind, int actors) {
    node.kernels().choose(kind == Kind.NO_KERNEL);
    var meter = node.kernels().meter();
    try (var subject = subject(kind, actors)) {
      meter.takeMillis();
      double rate = rate(subject);
      if (kind == Kind.KERNEL && actors == 1) {
        stepMillis.addAll(meter.takeMillis().values());
      }
      return rate;
    }
  }

  private Subject subject(Kind kind, int actors) {
    return switch (kind) {
      case FLOOR -> new Floor(node.system(), actors);
      case KERNEL, NO_KERNEL -> new Crowd(node, actors, () -> BenchTurn.SEEN);
      case FRESH_CELLS -> new Crowd(node, actors, () -> BenchTurn.fresh(series.incrementAndGet()));
    };
  }

  /** Steps per second in the time between two looks. */
  private double rate(Subject subject) {
    long before = subject.steps();
    long start = System.nanoTime();
    long end = start + (long) (seconds * NANOS);
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
    return (subject.steps() - before) * NANOS / (System.nanoTime() - start);
  }
}
