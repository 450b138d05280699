package dev.fractal.bench;

import java.util.List;

/**
 * What one round of a task took, in milliseconds.
 *
 * @param runs the first is the cold one
 * @param changes of the walk over the variables after each run; empty where there is none
 * @param answers JSON, one for each run
 * @param peakMib memory that the first run had at its most, 0 where the system does not say
 */
record TaskRuns(List<Double> runs, List<Double> changes, List<String> answers, double peakMib) {
  /** Runs of a round. */
  static final int COUNT = 4;

  TaskRuns {
    runs = List.copyOf(runs);
    changes = List.copyOf(changes);
    answers = List.copyOf(answers);
  }

  double cold() {
    return runs.getFirst();
  }

  double warm() {
    return new Samples(runs.subList(1, runs.size())).median();
  }
}
