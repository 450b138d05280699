package dev.fractal.http;

import java.time.Duration;
import java.util.regex.Pattern;

/** Durations on the wire: a number and a unit, e.g. {@code 30s}. */
final class Times {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

  private Times() {}

  static Duration read(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "'" + Fields.shortened(text) + "' is not a time; write 500ms, 30s, 5m or 1h");
    }
    long amount = Long.parseLong(match.group(1));
    return switch (match.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }
}
