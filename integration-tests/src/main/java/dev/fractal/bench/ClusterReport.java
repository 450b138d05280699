package dev.fractal.bench;

import java.util.List;
import java.util.Locale;

/** What {@code bench cluster} found. */
record ClusterReport(Setting setting, Machine machine, List<Nodes> nodes, List<Reach> reaches)
    implements BenchReport {
  private static final double WORST = 0.99;

  /** What was asked for. */
  record Setting(int sessions, double seconds, int rounds) {}

  /**
   * A cluster of a size; rates are per second and medians of the rounds.
   *
   * @param floor events of the bare journal on the same database, written by one process
   * @param ratio steps to floor
   */
  record Nodes(
      int nodes, double floor, double steps, double ratio, Answers oneCaller, Answers manyCallers) {
    static Nodes of(ClusterRates.Size size) {
      double floor = size.floor().median();
      double steps = size.steps().median();
      return new Nodes(
          size.nodes(),
          Samples.rounded(floor),
          Samples.rounded(steps),
          Samples.rounded(steps / floor),
          Answers.of(size.one()),
          Answers.of(size.many()));
    }
  }

  /** Remote asks of so many callers: per second, and milliseconds for one. */
  record Answers(int callers, double perSecond, double median, double p99) {
    static Answers of(Asks asks) {
      return new Answers(
          asks.callers(),
          Samples.rounded(asks.rate()),
          Samples.rounded(asks.millis().median()),
          Samples.rounded(asks.millis().quantile(WORST)));
    }

    String text() {
      return String.format(
          Locale.ROOT, "%.0f/s (median %.2f ms, p99 %.2f ms)", perSecond, median, p99);
    }
  }

  static ClusterReport of(List<ClusterRates.Size> sizes, int sessions, double seconds, int rounds) {
    return new ClusterReport(
        new Setting(sessions, seconds, rounds),
        Machine.here(),
        sizes.stream().map(Nodes::of).toList(),
        List.of());
  }

  @Override
  public String figures() {
    var text = new StringBuilder();
    for (var size : nodes) {
      text.append(
          String.format(
              Locale.ROOT,
              "%d nodes: %.0f steps/s with %d sessions, floor %.0f events/s, ratio %.3f%n",
              size.nodes(),
              size.steps(),
              setting.sessions(),
              size.floor(),
              size.ratio()));
      text.append("  asks of one caller: ").append(size.oneCaller().text());
      text.append(", of ").append(setting.sessions()).append(": ");
      text.append(size.manyCallers().text()).append(System.lineSeparator());
    }
    return text.toString();
  }
}
