package dev.fractal.bench;

import dev.fractal.bench.StepRates.Rates;
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
    implements Report {
  private static final int MANY = 32;
  private static final double WITH_KERNEL = 0.12;
  private static final double WITHOUT_KERNEL = 0.5;
  private static final double STEP_MILLIS = 10;
  private static final double GROWTH = 1.2;

  /** What was asked for. */
  record Setting(double seconds, int rounds, int turns) {}

  /** Durations of a step. */
  record Step(double median, double p95, int samples) {}

  static StepsReport of(Rates rates, Growth growth, BenchOptions options, double seconds) {
    var millis = rates.stepMillis();
    var many =
        rates.rates().stream().filter(rate -> rate.sessions() == MANY).findFirst().orElseThrow();
    return new StepsReport(
        new Setting(seconds, options.rounds, options.turns),
        Machine.here(),
        rates.rates(),
        new Step(
            Samples.rounded(millis.median()),
            Samples.rounded(millis.quantile(0.95)),
            millis.values().size()),
        Samples.rounded(growth.early().median()),
        Samples.rounded(growth.late().median()),
        List.of(
            Reach.atLeast(
                WITH_KERNEL, "32 sessions with the kernel / floor", "", many.kernelRatio()),
            Reach.atLeast(
                WITHOUT_KERNEL, "32 sessions without the kernel / floor", "", many.noKernelRatio()),
            Reach.atMost(STEP_MILLIS, "one step at 1 session", " ms", millis.median()),
            Reach.atMost(GROWTH, "turn " + options.turns + " / turn 10", "", growth.ratio())));
  }

  @Override
  public String figures() {
    var text = new StringBuilder("steps per second (ratio to the floor)\n");
    text.append("sessions     floor        kernel   fresh cells     no kernel\n");
    for (var rate : rates) {
      text.append(
          String.format(
              Locale.ROOT,
              "%8d %9.0f %6.0f (%.2f) %6.0f (%.2f) %6.0f (%.2f)%n",
              rate.sessions(),
              rate.floor(),
              rate.kernel(),
              rate.kernelRatio(),
              rate.freshCells(),
              rate.freshCellsRatio(),
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
