package dev.fractal.cli;

import java.time.Duration;
import java.util.regex.Pattern;

/** Reads durations with a unit: {@code 500ms}, {@code 30s}, {@code 5m}, {@code 2h}. */
final class Durations {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private Durations() {}

  static Duration parse(String option, String text) {
    var match = FORM.matcher(text);
    if (!match.matches() || Long.parseLong(match.group(1)) == 0) {
      throw CliException.usage(
          option + " '" + text + "' is not a duration; write a number and a unit, e.g. 30s or 5m");
    }
    var number = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
