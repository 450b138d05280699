package dev.fractal.model;

import dev.fractal.persistence.database.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How failed attempts are repeated: after {@code initialBackoff}, doubled each time up to {@code
 * maxBackoff}, each wait shortened by a random part.
 *
 * @param maxAttempts from 1, which means no retry
 * @param jitter the largest part of a wait that chance may take away, 0 to 1
 */
public record RetryPolicy(
    int maxAttempts, Duration initialBackoff, Duration maxBackoff, double jitter) {

  /** The wait after the {@code failed}-th failed attempt, from 1. */
  Duration backoff(int failed, RandomGenerator random) {
    var pauses = new Backoff(initialBackoff, maxBackoff);
    for (int i = 1; i < failed; i++) {
      pauses = pauses.grown();
    }
    double left = 1 - jitter * random.nextDouble();
    return Duration.ofNanos((long) (pauses.pause().toNanos() * left));
  }
}
