package dev.fractal.model;

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
    double doubled = (double) initialBackoff.toNanos() * Math.pow(2, failed - 1.0);
    double capped = Math.min(doubled, (double) maxBackoff.toNanos());
    return Duration.ofNanos((long) (capped * (1 - jitter * random.nextDouble())));
  }
}
