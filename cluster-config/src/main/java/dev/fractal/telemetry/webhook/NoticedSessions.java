package dev.fractal.telemetry.webhook;

import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.work.MeterAround;
import dev.fractal.session.work.SessionMeter;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Picks what is told out of what a meter hears. */
record NoticedSessions(SessionMeter meter, Consumer<Notice> notices) implements MeterAround {
  @Override
  public void written(SessionState after, List<SessionEvent> events, Duration took) {
    meter.written(after, events, took);
    Notice.of(after, events).forEach(notices);
  }
}
