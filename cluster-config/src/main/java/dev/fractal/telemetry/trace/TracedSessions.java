package dev.fractal.telemetry.trace;

import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.work.MeterAround;
import dev.fractal.session.work.SessionMeter;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Picks the ends of turns out of what a meter hears. */
record TracedSessions(SessionMeter meter, Consumer<EndedTurn> ends) implements MeterAround {
  @Override
  public void written(SessionState after, List<SessionEvent> events, Duration took) {
    meter.written(after, events, took);
    EndedTurn.of(after, events).forEach(ends);
  }
}
