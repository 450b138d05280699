package dev.fractal.cli;

import dev.fractal.protocol.TimeText;
import java.time.Duration;

/** Reads durations of options: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}, {@code 7d}. */
final class Durations {
  private Durations() {}

  static Duration parse(String option, String text) {
    return TimeText.read(text)
        .filter(Duration::isPositive)
        .orElseThrow(
            () ->
                CliException.usage(
                    option
                        + " '"
                        + text
                        + "' is not a duration; write a number and a unit, e.g. 30s or 5m"));
  }
}
