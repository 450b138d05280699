package dev.fractal.session;

import dev.fractal.protocol.AskId;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.TimerFired;
import dev.fractal.session.state.OpenWaits;
import dev.fractal.session.state.OpenWaits.Wait;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.work.SessionMeter;
import dev.fractal.session.work.SessionMeter.Headcount;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One session's part of what its node counts; used on the actor's thread. */
final class Vitals {
  private final SessionMeter meter;
  private Headcount counted = Headcount.NONE;
  private OpenWaits waits = OpenWaits.NONE;
  private Optional<Wait> budget = Optional.empty();

  Vitals(SessionMeter meter) {
    this.meter = meter;
  }

  /** The session is awake and stands there; also after every restart of its actor. */
  void stands(SessionState state) {
    waits = state instanceof InStep at ? at.pending().waits() : OpenWaits.NONE;
    budget =
        state instanceof InTurn at ? at.core().account().alarms().open() : Optional.<Wait>empty();
    count(
        new Headcount(
            1,
            state instanceof InTurn ? 1 : 0,
            state instanceof Live live ? live.core().ledger().queue().size() : 0));
  }

  /** A write that began at {@link System#nanoTime} is over. */
  void written(List<SessionEvent> events, long begun, SessionState state) {
    meter.written(state, events, Duration.ofNanos(System.nanoTime() - begun));
    events.forEach(this::over);
    stands(state);
  }

  /** What began and ended within one write has waited for nobody. */
  private void over(SessionEvent event) {
    if (event instanceof AskAnswered answered) {
      var asked = answered.cell() == AskId.BUDGET ? budget : waits.of(answered.call());
      asked.ifPresent(wait -> meter.answered(Duration.between(wait.since(), answered.at())));
    } else if (event instanceof TimerFired fired) {
      waits
          .of(fired.call())
          .flatMap(Wait::due)
          .ifPresent(due -> meter.fired(Duration.between(due, fired.at())));
    }
  }

  void unwritten() {
    meter.unwritten();
  }

  /** The actor ends. */
  void gone() {
    count(Headcount.NONE);
  }

  private void count(Headcount now) {
    if (!now.equals(counted)) {
      meter.moved(now.minus(counted));
      counted = now;
    }
  }
}
