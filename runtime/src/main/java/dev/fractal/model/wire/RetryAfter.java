package dev.fractal.model.wire;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Reads how long a server asks to wait: milliseconds, seconds or an HTTP date. */
public final class RetryAfter {
  private static final String NUMBER = "\\d{1,9}(\\.\\d{1,9})?";
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  private RetryAfter() {}

  /**
   * Reads the headers of an answer.
   *
   * @param headers the values of a header by its name in lower case
   */
  public static Optional<Duration> of(Function<String, List<String>> headers, Clock clock) {
    return first(headers, "retry-after-ms")
        .flatMap(RetryAfter::millis)
        .or(() -> first(headers, "retry-after").flatMap(value -> secondsOrDate(value, clock)));
  }

  private static Optional<String> first(Function<String, List<String>> headers, String name) {
    return headers.apply(name).stream().findFirst().map(String::strip);
  }

  private static Optional<Duration> millis(String value) {
    return value.matches(NUMBER)
        ? Optional.of(Duration.ofNanos(new BigDecimal(value).multiply(MILLION).longValue()))
        : Optional.empty();
  }

  private static Optional<Duration> secondsOrDate(String value, Clock clock) {
    if (value.matches(NUMBER)) {
      return millis(value).map(duration -> duration.multipliedBy(1000));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(clock.instant(), date.toInstant());
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException notADate) {
      return Optional.empty();
    }
  }
}
