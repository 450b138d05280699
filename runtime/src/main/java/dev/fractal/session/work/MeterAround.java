package dev.fractal.session.work;

import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.state.SessionState;
import java.time.Duration;
import java.util.List;

/** A meter that hears what another one hears, and tells it. */
public interface MeterAround extends SessionMeter {
  /** The other one. */
  SessionMeter meter();

  @Override
  default void written(SessionState after, List<SessionEvent> events, Duration took) {
    meter().written(after, events, took);
  }

  @Override
  default void answered(Duration after) {
    meter().answered(after);
  }

  @Override
  default void fired(Duration late) {
    meter().fired(late);
  }

  @Override
  default void unwritten() {
    meter().unwritten();
  }

  @Override
  default void barred() {
    meter().barred();
  }

  @Override
  default void moved(Headcount change) {
    meter().moved(change);
  }

  @Override
  default void rebuilt(Duration took) {
    meter().rebuilt(took);
  }
}
