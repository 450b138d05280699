package dev.fractal.session.decide;

import dev.fractal.protocol.Schedule.Cron;
import dev.fractal.protocol.Schedule.Every;
import dev.fractal.protocol.Schedule.Rhythm;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When schedules are due: a function of their rhythm and of where their times began. Pure. */
final class DueTimes {
  /** Times of a cron expression that are counted one by one. */
  private static final int COUNTED = 5_000;

  /** More than lies between two times that are the same on a clock that is put back. */
  private static final Duration BACK = Duration.ofHours(36);

  private DueTimes() {}

  /**
   * Times that have come.
   *
   * @param newest the last of them
   * @param times how many; at least so many when an expression has named more than 5,000
   * @param next the first that has not come
   */
  record Come(Instant newest, long times, Optional<Instant> next) {}

  /**
   * The first time after one.
   *
   * @param since what periods are counted from
   * @throws IllegalArgumentException with one sentence if the rhythm makes no sense
   */
  static Optional<Instant> first(Rhythm rhythm, Instant since, Instant now) {
    return switch (rhythm) {
      case Every(var period) -> Optional.of(periods(period, since, now));
      case Cron cron -> CronTimes.of(cron).after(now);
    };
  }

  /** The first end of a period that is later. */
  private static Instant periods(Duration period, Instant since, Instant now) {
    long passed = now.isBefore(since) ? 0 : Duration.between(since, now).dividedBy(period);
    return since.plus(period.multipliedBy(passed + 1));
  }

  /**
   * What has come of a rhythm by a time, of which the first is due.
   *
   * @param due not later than {@code by}
   */
  static Come come(Rhythm rhythm, Instant due, Instant by) {
    return switch (rhythm) {
      case Every(var period) -> {
        long more = Duration.between(due, by).dividedBy(period);
        var newest = due.plus(period.multipliedBy(more));
        yield new Come(newest, more + 1, Optional.of(newest.plus(period)));
      }
      case Cron cron -> come(CronTimes.of(cron), due, by);
    };
  }

  private static Come come(CronTimes cron, Instant due, Instant by) {
    var newest = due;
    long times = 1;
    var next = cron.after(newest);
    while (next.isPresent() && !next.get().isAfter(by)) {
      newest = next.get();
      times++;
      var late = by.minus(BACK);
      next = cron.after(times == COUNTED && newest.isBefore(late) ? late : newest);
    }
    return new Come(newest, times, next);
  }
}
