package dev.fractal.session.state;

import dev.fractal.protocol.event.SessionEvent.BudgetWarned.Used;
import java.util.List;
import java.util.stream.Collectors;

/** The line with which the model reads that much of the budget is spent. */
public final class WarningLine {
  private WarningLine() {}

  public static String of(List<Used> limits) {
    return limits.stream()
        .map(WarningLine::said)
        .collect(
            Collectors.joining(
                ", ",
                "[Budget: ",
                " of this session and its children are spent. Plan with the rest.]"));
  }

  private static String said(Used used) {
    return "%d %% of the %s (%s of %s)"
        .formatted(
            Alarms.percent(used),
            used.dimension().words(),
            used.spent().toPlainString(),
            used.limit().toPlainString());
  }
}
