package dev.fractal.bench;

import dev.fractal.bench.StepRates.Rates;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What {@code bench steps} found.
 *
 * @param step milliseconds of one step at one session
 * @param turn10 milliseconds of a turn around the tenth
 * @param turnLast milliseconds of a turn around the last
 */
record StepsReport(
    Setting setting,
    Machine machine,
    List<Rate> rates,
    Step step,
    double turn10,
    double turnLast,
    List<Reach> reaches)
    implements BenchReport {
  private static final int MANY = 32;
  private static final int CROWD = 512;
  private static final double FRESH_CELLS = 0.25;
  private static final double WITH_KERNEL = 0.12;
  private static final double WITHOUT_KERNEL = 0.5;
  private static final double WIDE = 0.9;
  private static final double STEP_MILLIS = 10;
  private static final double GROWTH = 1.2;

  /** What was asked for. */
  record Setting(double seconds, int rounds, int turns, BenchStore.Kind store) {}

  /** Durations of a step. */
  record Step(double median, double p95, int samples) {}

  static StepsReport of(Rates rates, Growth growth, Setting setting) {
    var millis = rates.stepMillis();
    return new StepsReport(
        setting,
        Machine.here(),
        rates.rates(),
        new Step(
            Samples.rounded(millis.median()),
            Samples.rounded(millis.quantile(0.95)),
            millis.values().size()),
        Samples.rounded(growth.early().median()),
        Samples.rounded(growth.late().median()),
        reaches(rates, growth, setting));
  }

  /** Only of what was measured. */
  private static List<Reach> reaches(Rates rates, Growth growth, Setting setting) {
    List<Reach> reaches = new ArrayList<>();
    var many = rates.of(MANY);
    if (setting.store() == BenchStore.Kind.H2) {
      many.ifPresent(rate -> floors(rate, reaches));
    }
    if (many.isPresent() && rates.of(CROWD).isPresent()) {
      double wide = rates.of(CROWD).get().freshCells() / many.get().freshCells();
      reaches.add(Reach.atLeast(WIDE, "512 sessions / 32 sessions, fresh cells", "", wide));
    }
    if (!rates.stepMillis().values().isEmpty()) {
      double step = rates.stepMillis().median();
      reaches.add(Reach.atMost(STEP_MILLIS, "one step at 1 session", " ms", step));
    }
    reaches.add(Reach.atMost(GROWTH, "turn " + setting.turns() + " / turn 10", "", growth.ratio()));
    return reaches;
  }

  private static void floors(Rate many, List<Reach> reaches) {
    reaches.add(
        Reach.atLeast(FRESH_CELLS, "32 sessions, fresh cells / floor", "", many.freshCellsRatio()));
    reaches.add(
        Reach.atLeast(WITH_KERNEL, "32 sessions with the kernel / floor", "", many.kernelRatio()));
    reaches.add(
        Reach.atLeast(
            WITHOUT_KERNEL, "32 sessions without the kernel / floor", "", many.noKernelRatio()));
  }

  @Override
  public String figures() {
    var text = new StringBuilder("steps per second on ");
    text.append(setting.store() == BenchStore.Kind.H2 ? "H2" : "PostgreSQL");
    text.append(" (ratio to the floor)\n");
    text.append("sessions     floor   fresh cells    cells seen     no kernel\n");
    for (var rate : rates) {
      text.append(
          String.format(
              Locale.ROOT,
              "%8d %9.0f %6.0f (%.2f) %6.0f (%.2f) %6.0f (%.2f)%n",
              rate.sessions(),
              rate.floor(),
              rate.freshCells(),
              rate.freshCellsRatio(),
              rate.kernel(),
              rate.kernelRatio(),
              rate.noKernel(),
              rate.noKernelRatio()));
    }
    return text.append(
            String.format(
                Locale.ROOT,
                "one step at 1 session: median %.2f ms, 95%% within %.2f ms (%d steps)%n"
                    + "a turn of one step: %.2f ms around turn 10, %.2f ms around turn %d%n",
                step.median(),
                step.p95(),
                step.samples(),
                turn10,
                turnLast,
                setting.turns()))
        .toString();
  }
}
