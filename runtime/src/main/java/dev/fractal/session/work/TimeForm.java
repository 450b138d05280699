package dev.fractal.session.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.protocol.TimeText;
import dev.fractal.session.decide.WaitReading;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Times as cells say them. */
final class TimeForm {
  /** The longest wait: ten years. */
  static final Duration LONGEST = Duration.ofDays(3652);

  private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

  private TimeForm() {}

  /** What {@code sleep} was given. */
  static WaitReading pause(JsonNode arguments) {
    return new WaitReading.Pause(duration(arguments.path(0), "sleep takes a time"));
  }

  /** What {@code sleepUntil} was given. */
  static WaitReading until(JsonNode arguments) {
    var time = arguments.path(0);
    try {
      var due = OffsetDateTime.parse(time.asText()).toInstant();
      if (time.isTextual() && due.isBefore(LAST)) {
        return new WaitReading.Until(due.isBefore(Instant.EPOCH) ? Instant.EPOCH : due);
      }
    } catch (DateTimeException e) {
      // Told below, with what it takes.
    }
    throw new IllegalArgumentException(
        "sleepUntil takes a time with its offset, such as \"2030-12-24T18:00:00Z\", not "
            + shown(time));
  }

  /**
   * Reads a time span: a text such as {@code "2h"}, or a number of milliseconds.
   *
   * @throws IllegalArgumentException with one sentence that begins so
   */
  static Duration duration(JsonNode time, String begin) {
    var read =
        time.isTextual()
            ? TimeText.read(time.asText())
            : time.isIntegralNumber() && time.canConvertToLong() && time.asLong() >= 0
                ? Optional.of(Duration.ofMillis(time.asLong()))
                : Optional.<Duration>empty();
    return read.filter(span -> span.compareTo(LONGEST) <= 0)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    begin
                        + " of at most ten years, such as \"500ms\", \"30s\", \"5m\", \"2h\" or"
                        + " \"7d\", or a number of milliseconds, not "
                        + shown(time)));
  }

  private static String shown(JsonNode value) {
    var text = value.isMissingNode() ? "nothing" : value.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }
}
