package dev.fractal.bench;

/**
 * A figure with what it should reach.
 *
 * @param unit of both numbers, empty for a ratio
 * @param bound {@code at most} or {@code at least}
 */
record Reach(String name, String unit, double measured, String bound, double reach, boolean met) {

  static Reach atMost(double reach, String name, String unit, double measured) {
    return new Reach(name, unit, Samples.rounded(measured), "at most", reach, measured <= reach);
  }

  static Reach atLeast(double reach, String name, String unit, double measured) {
    return new Reach(name, unit, Samples.rounded(measured), "at least", reach, measured >= reach);
  }
}
