package dev.fractal.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code bench resume} found. */
record ResumeReport(Setting setting, Machine machine, List<Waken> sessions, List<Reach> reaches)
    implements BenchReport {
  private static final double MILLIS = 60;
  private static final double FLAT = 1.5;

  /** What was asked for. */
  record Setting(int rounds, int turns) {}

  /** Milliseconds to wake a session of so many turns. */
  record Waken(int turns, double median, double p95, int samples) {}

  static ResumeReport of(Map<Integer, Samples> found, BenchOptions options) {
    List<Waken> sessions = new ArrayList<>();
    List<Reach> reaches = new ArrayList<>();
    found.forEach(
        (turns, millis) -> {
          sessions.add(
              new Waken(
                  turns,
                  Samples.rounded(millis.median()),
                  Samples.rounded(millis.quantile(0.95)),
                  millis.values().size()));
          reaches.add(
              Reach.atMost(MILLIS, "a session of " + turns + " turns", " ms", millis.median()));
        });
    double flat = sessions.getLast().median() / sessions.getFirst().median();
    reaches.add(Reach.atMost(FLAT, "longest / shortest", "", flat));
    return new ResumeReport(
        new Setting(options.rounds, options.turns), Machine.here(), sessions, reaches);
  }

  @Override
  public String figures() {
    var text = new StringBuilder("from a command to a sleeping session to its turn's result\n");
    for (var session : sessions) {
      text.append(
          String.format(
              Locale.ROOT,
              "%6d turns: median %.1f ms, 95%% within %.1f ms (%d times)%n",
              session.turns(),
              session.median(),
              session.p95(),
              session.samples()));
    }
    return text.toString();
  }
}
