package dev.fractal.session.decide;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.fractal.protocol.Schedule.Cron;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The times of a cron expression of five fields, as the library cron-utils has them. It knows of a
 * change to or from daylight saving time what it needs only when it is asked from one time to the
 * next: an hour that comes twice is then taken once, by what comes less than hourly.
 */
final class CronTimes {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final Pattern FORM = Pattern.compile("[0-9A-Za-z*/,\\- \\t]+");

  private final ExecutionTime times;
  private final ZoneId zone;

  private CronTimes(ExecutionTime times, ZoneId zone) {
    this.times = times;
    this.zone = zone;
  }

  /**
   * The times of an expression.
   *
   * @throws IllegalArgumentException with one sentence that says what is wrong
   */
  static CronTimes of(Cron cron) {
    return new CronTimes(times(cron.expression()), zone(cron.zone()));
  }

  private static ExecutionTime times(String expression) {
    String why;
    try {
      if (FORM.matcher(expression).matches()) {
        return ExecutionTime.forCron(PARSER.parse(expression.toUpperCase(Locale.ROOT)).validate());
      }
      why = "it has characters that have no meaning in one";
    } catch (IllegalArgumentException e) {
      why = String.valueOf(e.getMessage());
    }
    throw new IllegalArgumentException(
        "'%s' is no cron expression of five fields such as '0 9 * * MON-FRI': %s"
            .formatted(expression, why));
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "there is no time zone '%s'; use a name such as Europe/Berlin or UTC".formatted(name), e);
    }
  }

  /** The next time after one; none when there is none within a hundred years. */
  Optional<Instant> after(Instant time) {
    return times
        .nextExecution(time.atZone(zone))
        .map(ZonedDateTime::toInstant)
        .filter(next -> next.isAfter(time));
  }
}
