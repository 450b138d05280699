package dev.fractal.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code bench lanes} found. */
record LanesReport(
    Setting setting, Machine machine, Pipeline pipeline, Race race, List<Reach> reaches)
    implements BenchReport {
  private static final double OF_LONGEST = 1.15;
  private static final double OVER_FAST = 0.2;
  private static final double MILLIS = 1e3;
  private static final String SETTINGS = "fractal.session { parallel-calls = 1000 }\n";

  /** What was asked for. */
  record Setting(int rounds, int lanes, int stages) {}

  /**
   * A turn of many lanes.
   *
   * @param longest seconds that the slowest lane waits for its leaves, the floor
   * @param median seconds of the turn
   */
  record Pipeline(double longest, double median, double slowest) {}

  /**
   * A race of a leaf of 4 s and a fast one, whose loser is cancelled.
   *
   * @param fast seconds of the fast leaf, the floor
   * @param median seconds of the turn
   */
  record Race(double fast, double median, double slowest) {}

  /** Runs both on a node as a user starts it, warmed up by a round of each. */
  static LanesReport measure(Workshop workshop, Screen screen, LanesTask task, int rounds) {
    try (var node = BenchNode.start(workshop, task.playbook(), SETTINGS)) {
      var pipelines = new ArrayList<Double>();
      var races = new ArrayList<Double>();
      for (int round = 0; round <= rounds; round++) {
        screen.note(round == 0 ? "warming up" : "round %d of %d".formatted(round, rounds));
        double pipeline = Trees.seconds(node, LanesTask.PIPELINE);
        double race = Trees.seconds(node, LanesTask.RACE);
        if (round > 0) {
          pipelines.add(pipeline);
          races.add(race);
        }
      }
      return of(task, new Samples(pipelines), new Samples(races), rounds);
    }
  }

  private static LanesReport of(LanesTask task, Samples pipeline, Samples race, int rounds) {
    double longest = task.longest();
    double fast = LanesTask.FAST / MILLIS;
    return new LanesReport(
        new Setting(rounds, task.delays().size(), LanesTask.STAGES),
        Machine.here(),
        new Pipeline(
            Samples.rounded(longest),
            Samples.rounded(pipeline.median()),
            Samples.rounded(pipeline.quantile(1))),
        new Race(fast, Samples.rounded(race.median()), Samples.rounded(race.quantile(1))),
        List.of(
            Reach.atMost(
                OF_LONGEST, "pipeline / its longest lane", "", pipeline.median() / longest),
            Reach.atMost(OVER_FAST, "race beyond its faster leaf", " s", race.median() - fast)));
  }

  @Override
  public String figures() {
    return String.format(
        Locale.ROOT,
        """
        %d lanes of %d leaves: longest lane %.2f s, median %.2f s, slowest %.2f s
        race of 4 s and %.1f s, the loser cancelled: median %.2f s, slowest %.2f s
        """,
        setting.lanes(),
        setting.stages(),
        pipeline.longest(),
        pipeline.median(),
        pipeline.slowest(),
        race.fast(),
        race.median(),
        race.slowest());
  }
}
