package dev.fractal.session;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Tells an actor when something was not used for a while. Using it costs a look at the clock: the
 * timer is not set again for each use, but for what is left when it fires. Confined to the actor.
 */
final class IdleClock {
  private final Duration patience;
  private final Consumer<Duration> timer;
  private long used;
  private boolean set;
  private boolean unused;

  /**
   * A clock that is not yet set.
   *
   * @param timer sets or resets the timer with whose message the actor asks whether it {@link
   *     #isOver}
   */
  IdleClock(Duration patience, Consumer<Duration> timer) {
    this.patience = patience;
    this.timer = timer;
  }

  /** It is used now. */
  void use() {
    unused = false;
    used = System.nanoTime();
    if (!set) {
      setFor(patience);
    }
  }

  /** Whether the last use is long enough ago; if not, the actor is told again when it is. */
  boolean isOver() {
    var left = patience.minusNanos(System.nanoTime() - used);
    set = false;
    if (left.isPositive()) {
      setFor(left);
    }
    return !set;
  }

  /** Counts from now, and no timer is left of a time before. */
  void startAfresh() {
    set = false;
    use();
    unused = true;
  }

  /** Whether it was not used since it was started afresh. */
  boolean isUnused() {
    return unused;
  }

  private void setFor(Duration time) {
    set = true;
    timer.accept(time);
  }
}
