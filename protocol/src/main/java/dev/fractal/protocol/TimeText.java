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

  /** A time in whole milliseconds as a text that is read as it again, in its largest unit. */
  public static String of(Duration time) {
    long millis = time.toMillis();
    for (var unit : Unit.values()) {
      if (millis % unit.millis == 0) {
        return millis / unit.millis + unit.wire;
      }
    }
    throw new IllegalStateException("every time has milliseconds");
  }

  private enum Unit {
    DAY("d", 86_400_000),
    HOUR("h", 3_600_000),
    MINUTE("m", 60_000),
    SECOND("s", 1_000),
    MILLISECOND("ms", 1);

    private final String wire;
    private final long millis;

    Unit(String wire, long millis) {
      this.wire = wire;
      this.millis = millis;
    }
  }

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
