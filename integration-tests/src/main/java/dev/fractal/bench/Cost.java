package dev.fractal.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntConsumer;

/**
 * What a small piece of a kernel's work costs, in milliseconds each.
 *
 * @param wall from the call to its return, the median
 * @param thread processor time of the thread that evaluates, the mean; empty where the system does
 *     not tell
 * @param all processor time of all threads, the mean
 */
record Cost(double wall, OptionalDouble thread, OptionalDouble all) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** Does it so many times. */
  static Cost of(int times, IntConsumer work) {
    List<Double> wall = new ArrayList<>();
    var before = ProcessorTime.now();
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      work.accept(i);
      wall.add((System.nanoTime() - start) / NANOS_PER_MILLI);
    }
    var after = ProcessorTime.now();
    return new Cost(
        new Samples(wall).median(),
        each(after.busiestSince(before), times),
        each(after.allSince(before), times));
  }

  private static OptionalDouble each(OptionalDouble sum, int times) {
    return sum.isPresent() ? OptionalDouble.of(sum.getAsDouble() / times) : sum;
  }

  /** The medians of what several rounds found. */
  static Cost median(List<Cost> rounds) {
    return new Cost(
        new Samples(rounds.stream().map(Cost::wall).toList()).median(),
        middle(rounds.stream().map(Cost::thread).toList()),
        middle(rounds.stream().map(Cost::all).toList()));
  }

  private static OptionalDouble middle(List<OptionalDouble> found) {
    var known = found.stream().flatMapToDouble(OptionalDouble::stream).boxed().toList();
    return known.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(new Samples(known).median());
  }
}
