package dev.fractal.bench;

import java.util.List;

/** Measured values in the order in which they were taken. */
record Samples(List<Double> values) {
  private static final double DIGITS = 1000;

  Samples {
    values = List.copyOf(values);
  }

  double median() {
    return quantile(0.5);
  }

  /** The smallest value that a share of the samples does not exceed; 0 without samples. */
  double quantile(double share) {
    var sorted = values.stream().sorted().toList();
    int index = (int) Math.ceil(share * sorted.size()) - 1;
    return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, index));
  }

  /** To three digits after the point, as reports show it. */
  static double rounded(double value) {
    return Math.round(value * DIGITS) / DIGITS;
  }
}
