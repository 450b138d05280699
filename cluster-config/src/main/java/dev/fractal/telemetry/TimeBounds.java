package dev.fractal.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** Spans of time that are worth telling apart: a timer counts what took less than each of them. */
record TimeBounds(List<Duration> buckets) {
  static final TimeBounds SHORT =
      millis(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000);
  static final TimeBounds MODEL =
      millis(100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 60_000, 120_000, 300_000);

  /** From a second to a week. */
  static final TimeBounds PERSON =
      new TimeBounds(
          LongStream.of(1, 10, 60, 300, 1_800, 7_200, 28_800, 86_400, 604_800)
              .mapToObj(Duration::ofSeconds)
              .toList());

  TimeBounds {
    buckets = List.copyOf(buckets);
  }

  private static TimeBounds millis(long... all) {
    return new TimeBounds(LongStream.of(all).mapToObj(Duration::ofMillis).toList());
  }

  Timer timer(String name, String description, MeterRegistry registry, String... tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .serviceLevelObjectives(buckets.toArray(Duration[]::new))
        .register(registry);
  }
}
