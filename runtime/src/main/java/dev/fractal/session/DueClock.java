package dev.fractal.session;

import dev.fractal.session.state.Schedules;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tells an actor when the next time has come that its session waits for: a timer's, the end of a
 * question, the deadline of the budget of a turn that only waits, or a schedule's. Confined to the
 * actor.
 */
final class DueClock {
  /** Schedulers take no time of years: one that is far off is looked at again until then. */
  private static final Duration LOOK = Duration.ofDays(1);

  private final Consumer<Duration> timer;
  private Optional<Instant> set = Optional.empty();

  /**
   * A clock that is not set.
   *
   * @param timer sets or resets the timer
   */
  DueClock(Consumer<Duration> timer) {
    this.timer = timer;
  }

  /** The next time that matters to a session; none for one that waits for no time. */
  static Optional<Instant> of(SessionState state) {
    if (!(state instanceof Live live)) {
      return Optional.empty();
    }
    return Stream.concat(turn(live), Schedules.due(live).stream()).min(Instant::compareTo);
  }

  private static Stream<Instant> turn(Live state) {
    if (!(state instanceof InTurn at)) {
      return Stream.empty();
    }
    var deadline = at.waits() ? at.core().spec().budget().deadline() : Optional.<Instant>empty();
    var waits =
        at instanceof InStep step ? step.pending().waits().due() : Optional.<Instant>empty();
    return Stream.of(waits, deadline).flatMap(Optional::stream);
  }

  /** Sets the timer for what the state waits for, unless it is set so and there is time left. */
  void follow(SessionState state, Instant now) {
    var due = of(state);
    if (due.isPresent() && (!due.equals(set) || !due.get().isAfter(now))) {
      var left = Duration.between(now, due.get());
      timer.accept(left.isNegative() ? Duration.ZERO : left.compareTo(LOOK) < 0 ? left : LOOK);
    }
    set = due;
  }

  /** The timer has fired; what is still due is set again. */
  void fired() {
    set = Optional.empty();
  }
}
