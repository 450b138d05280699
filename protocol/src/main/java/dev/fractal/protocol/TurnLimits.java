package dev.fractal.protocol;

import java.time.Duration;

/**
 * Limits of a session's turns.
 *
 * @param maxTurns turns of the session, 1 or more
 * @param maxSteps model calls of one turn's loop, 1 or more
 * @param turnTimeout running time of one turn; time in which no node ran it does not count
 * @param callTimeout time for one model call with all its attempts
 * @param queued turns that may wait behind a running one, 0 or more
 * @param parallel host calls of one session that may be in flight at once, 1 or more
 */
public record TurnLimits(
    int maxTurns,
    int maxSteps,
    Duration turnTimeout,
    Duration callTimeout,
    int queued,
    int parallel) {
  public TurnLimits {
    if (maxTurns < 1 || maxSteps < 1 || parallel < 1 || queued < 0) {
      throw new IllegalArgumentException("limits on turns, steps and parallel calls are 1 or more");
    }
    if (!turnTimeout.isPositive() || !callTimeout.isPositive()) {
      throw new IllegalArgumentException("timeouts are longer than zero");
    }
  }
}
