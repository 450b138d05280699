package dev.fractal.session.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.protocol.Schedule.Cron;
import dev.fractal.protocol.Schedule.Every;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * When schedules are due. Of a change to or from daylight saving time the library says: an
 * expression means local time (the documentation of its ExecutionTime); times of the hour that
 * comes twice are taken once by what comes less than hourly (its issue 446), and twice by others
 * (its change 214). Times of an hour that is left out do not come.
 */
final class DueTimesTest {
  private static final Instant SET = Instant.parse("2026-11-22T10:00:00.250Z");

  private static List<String> local(String expression, String zone, String from, int times) {
    var cron = CronTimes.of(new Cron(expression, zone));
    return Stream.iterate(
            cron.after(Instant.parse(from)).orElseThrow(), due -> cron.after(due).orElseThrow())
        .limit(times)
        .map(due -> due.atZone(ZoneId.of(zone)).toOffsetDateTime().toString())
        .toList();
  }

  @Test
  void periodsDoNotDrift() {
    var every = new Every(Duration.ofSeconds(7));
    var due = DueTimes.first(every, SET, SET).orElseThrow();
    for (int n = 1; n <= 1_000; n++) {
      assertThat(due).isEqualTo(SET.plusSeconds(7L * n));
      var late = due.plusMillis(n % 6_999);
      due = DueTimes.come(every, due, late).next().orElseThrow();
    }
  }

  @Test
  void timesThatCameAreCountedAndTheNewestIsNamed() {
    var every = new Every(Duration.ofSeconds(7));
    var come = DueTimes.come(every, SET, SET.plusSeconds(7_003));
    assertThat(come.newest()).isEqualTo(SET.plusSeconds(7_000));
    assertThat(come.times()).isEqualTo(1_001);
    assertThat(come.next()).hasValue(SET.plusSeconds(7_007));

    var daily = new Cron("0 9 * * MON-FRI", "Europe/Berlin");
    var monday = Instant.parse("2026-11-23T08:00:00Z");
    var week = DueTimes.come(daily, monday, Instant.parse("2026-11-30T07:59:59Z"));
    assertThat(week.newest()).isEqualTo(Instant.parse("2026-11-27T08:00:00Z"));
    assertThat(week.times()).isEqualTo(5);
    assertThat(week.next()).hasValue(Instant.parse("2026-11-30T08:00:00Z"));
  }

  @Test
  void aYearOfMinutesIsJoinedInABoundedTime() {
    var minutes = new Cron("* * * * *", "UTC");
    var due = Instant.parse("2026-01-01T00:00:00Z");
    var by = Instant.parse("2026-12-31T23:59:30Z");
    var come = DueTimes.come(minutes, due, by);
    assertThat(come.newest()).isEqualTo(Instant.parse("2026-12-31T23:59:00Z"));
    assertThat(come.next()).hasValue(Instant.parse("2027-01-01T00:00:00Z"));
    assertThat(come.times()).as("at least so many").isBetween(5_000L, 525_600L);
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2027-03-27T00:00:00Z, 2027-03-27T02:30+01:00, 2027-03-29T02:30+02:00",
    "America/New_York, 2027-03-13T05:00:00Z, 2027-03-13T02:30-05:00, 2027-03-15T02:30-04:00"
  })
  void aTimeThatIsLeftOutDoesNotCome(String zone, String from, String before, String after) {
    assertThat(local("30 2 * * *", zone, from, 2)).containsExactly(before, after);
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2027-03-28T00:10:00Z, 01:30+01:00, 03:00+02:00, 03:30+02:00",
    "America/New_York, 2027-03-14T06:10:00Z, 01:30-05:00, 03:00-04:00, 03:30-04:00"
  })
  void halfHoursGoOnBehindAnHourThatIsLeftOut(
      String zone, String from, String first, String second, String third) {
    assertThat(local("*/30 * * * *", zone, from, 3))
        .extracting(time -> time.substring(11))
        .containsExactly(first, second, third);
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 30 2 * * *, 2027-10-30T10:00:00Z, 2027-10-31T02:30+02:00, 2027-11-01T02:30+01:00",
    "America/New_York, 30 1 * * *, 2027-11-06T10:00:00Z, 2027-11-07T01:30-04:00, 2027-11-08T01:30-05:00"
  })
  void aDailyTimeThatComesTwiceIsTakenOnce(
      String zone, String cron, String from, String first, String second) {
    assertThat(local(cron, zone, from, 2)).containsExactly(first, second);
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2027-10-30T23:10:00Z, 02:00+02:00, 02:00+01:00, 03:00+01:00",
    "America/New_York, 2027-11-07T04:10:00Z, 01:00-04:00, 01:00-05:00, 02:00-05:00"
  })
  void hoursOfADayWithTwentyFiveAreAllTaken(
      String zone, String from, String first, String second, String third) {
    assertThat(local("0 * * * *", zone, from, 3))
        .extracting(time -> time.substring(11))
        .containsExactly(first, second, third);
  }

  /** In one jump, as after a week without a node, there are as many as one by one. */
  @ParameterizedTest
  @ValueSource(strings = {"30 2 * * *", "*/30 * * * *", "0 */2 * * *", "0 9 * * 1"})
  void timesAcrossAChangeAreTheSameInOneJump(String expression) {
    for (var zone : List.of("Europe/Berlin", "America/New_York")) {
      for (int month : List.of(3, 11)) {
        var begin = ZonedDateTime.of(2027, month, 1, 0, 0, 0, 0, ZoneId.of(zone)).minusDays(4);
        var cron = new Cron(expression, zone);
        var due = CronTimes.of(cron).after(begin.toInstant()).orElseThrow();
        var by = begin.plusDays(34).toInstant();
        long one = 0;
        var last = due;
        for (var next = due; !next.isAfter(by); one++) {
          last = next;
          next = CronTimes.of(cron).after(next).orElseThrow();
          assertThat(next).isAfter(last);
        }
        var come = DueTimes.come(cron, due, by);
        assertThat(come.times()).isEqualTo(one);
        assertThat(come.newest()).isEqualTo(last);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "61 * * * *",
        "@daily",
        "0 9 L * *",
        "0 9 ? * MON",
        "0 9 * * MON#2",
        "1 * * * *|2 * * * *",
        "a b c d e",
        "*/0 * * * *",
        "5-1 * * * *"
      })
  void whatIsNoExpressionIsOneSentence(String expression) {
    assertThatThrownBy(() -> CronTimes.of(new Cron(expression, "UTC")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatNeverComesAndZonesThatAreNoneAreSaid() {
    assertThat(CronTimes.of(new Cron("0 0 30 2 *", "UTC")).after(SET)).isEmpty();
    assertThatThrownBy(() -> CronTimes.of(new Cron("0 9 * * *", "Europe/Bonn")))
        .hasMessageContaining("there is no time zone 'Europe/Bonn'; use a name such as");
    assertThat(local("0 9 * * mon-fri", "UTC", "2026-11-28T00:00:00Z", 1))
        .containsExactly("2026-11-30T09:00Z");
  }
}
