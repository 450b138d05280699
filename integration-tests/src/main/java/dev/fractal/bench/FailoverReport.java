package dev.fractal.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** What {@code bench failover} found. */
record FailoverReport(
    Setting setting, Machine machine, List<Failovers.Kill> kills, List<Reach> reaches)
    implements BenchReport {
  private static final double MEDIAN = 3;
  private static final double WORST = 5;

  /** What was asked for. */
  record Setting(int nodes, int sessions, int rounds) {}

  FailoverReport {
    kills = List.copyOf(kills);
    reaches = List.copyOf(reaches);
  }

  static FailoverReport of(List<Failovers.Kill> kills, int nodes, int sessions) {
    var seconds = samples(kills, _ -> true);
    return new FailoverReport(
        new Setting(nodes, sessions, kills.size()),
        Machine.here(),
        kills,
        List.of(
            Reach.atMost(MEDIAN, "first resumed step, median", " s", seconds.median()),
            Reach.atMost(WORST, "first resumed step, slowest", " s", seconds.quantile(1))));
  }

  private static Samples samples(List<Failovers.Kill> kills, Predicate<Failovers.Kill> which) {
    return new Samples(kills.stream().filter(which).map(Failovers.Kill::seconds).toList());
  }

  @Override
  public String figures() {
    return "from the kill of a node to the first resumed step, seconds\n"
        + line("the oldest node", samples(kills, Failovers.Kill::oldest))
        + line("another node", samples(kills, kill -> !kill.oldest()));
  }

  private static String line(String name, Samples seconds) {
    return String.format(
        Locale.ROOT,
        "%16s: median %.2f, slowest %.2f (%d times)%n",
        name,
        seconds.median(),
        seconds.quantile(1),
        seconds.values().size());
  }
}
