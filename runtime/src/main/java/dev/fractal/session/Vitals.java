package dev.fractal.session;

import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.work.SessionMeter;
import dev.fractal.session.work.SessionMeter.Headcount;
import java.time.Duration;
import java.util.List;

/** One session's part of what its node counts; used on the actor's thread. */
final class Vitals {
  private final SessionMeter meter;
  private Headcount counted = Headcount.NONE;

  Vitals(SessionMeter meter) {
    this.meter = meter;
  }

  /** The session is awake and stands there; also after every restart of its actor. */
  void stands(SessionState state) {
    count(
        new Headcount(
            1,
            state instanceof InTurn ? 1 : 0,
            state instanceof Live live ? live.core().ledger().queue().size() : 0));
  }

  /** A write that began at {@link System#nanoTime} is over. */
  void written(List<SessionEvent> events, long begun, SessionState state) {
    meter.written(state, events, Duration.ofNanos(System.nanoTime() - begun));
    stands(state);
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
