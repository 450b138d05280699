package dev.fractal.model.openai;

import com.openai.core.http.Headers;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads how long a server asks to wait: milliseconds, seconds or an HTTP date. */
final class RetryAfter {
  private static final String NUMBER = "\\d{1,9}(\\.\\d{1,9})?";
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

  private RetryAfter() {}

  static Optional<Duration> of(Headers headers, Clock clock) {
    return first(headers, "retry-after-ms")
        .flatMap(RetryAfter::millis)
        .or(() -> first(headers, "retry-after").flatMap(value -> secondsOrDate(value, clock)));
  }

  private static Optional<String> first(Headers headers, String name) {
    return headers.values(name).stream().findFirst().map(String::strip);
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
