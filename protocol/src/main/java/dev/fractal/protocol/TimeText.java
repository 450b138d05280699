package dev.fractal.protocol;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Times as people and programs write them: a number and a unit, {@code 500ms}, {@code 30s}, {@code
 * 5m}, {@code 2h} or {@code 7d}.
 */
public final class TimeText {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private TimeText() {}

  /** The time that a text says; nothing when it is of another form. */
  public static Optional<Duration> read(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    long amount = Long.parseLong(match.group(1));
    return Optional.of(
        switch (match.group(2)) {
          case "ms" -> Duration.ofMillis(amount);
          case "s" -> Duration.ofSeconds(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofDays(amount);
        });
  }
}
