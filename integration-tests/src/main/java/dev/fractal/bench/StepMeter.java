package dev.fractal.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts steps and keeps how long each took from its cell to the next one's; for any thread. */
final class StepMeter {
  private static final double NANOS_PER_MILLI = 1e6;

  private final LongAdder steps = new LongAdder();
  private final List<Double> millis = new ArrayList<>();

  /**
   * One more cell began.
   *
   * @param nanos since the turn's cell before it, 0 for a turn's first one
   */
  void step(long nanos) {
    steps.increment();
    if (nanos > 0) {
      synchronized (millis) {
        millis.add(nanos / NANOS_PER_MILLI);
      }
    }
  }

  long steps() {
    return steps.sum();
  }

  /** The durations since the last call, in milliseconds. */
  Samples takeMillis() {
    synchronized (millis) {
      var taken = new Samples(millis);
      millis.clear();
      return taken;
    }
  }
}
