package dev.fractal.bench;

import java.util.List;
import java.util.Locale;

/**
 * What {@code bench readers} found.
 *
 * @param alone milliseconds of a turn that nobody reads
 * @param read milliseconds of a turn with all readers
 * @param ratio median of the rounds' own ratios
 * @param events durable events that each reader got of a turn
 */
record ReadersReport(
    Setting setting,
    Machine machine,
    double alone,
    double read,
    double ratio,
    long events,
    List<Reach> reaches)
    implements BenchReport {
  private static final double RATIO = 1.1;

  /** What was asked for. */
  record Setting(int readers, int steps, int rounds) {}

  static ReadersReport of(ReadTurns turns, int readers, int rounds) {
    double ratio = turns.ratios().median();
    return new ReadersReport(
        new Setting(readers, ReadTurns.STEPS, rounds),
        Machine.here(),
        Samples.rounded(turns.alone().median()),
        Samples.rounded(turns.read().median()),
        Samples.rounded(ratio),
        Math.round(turns.events().median()),
        List.of(Reach.atMost(RATIO, "a turn with " + readers + " readers / with none", "", ratio)));
  }

  @Override
  public String figures() {
    return String.format(
        Locale.ROOT,
        "a turn of %d steps: %.0f ms, with %d readers %.0f ms; each reader got %d events of it%n",
        setting.steps(),
        alone,
        setting.readers(),
        read,
        events);
  }
}
