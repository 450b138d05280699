package dev.fractal.session;

import dev.fractal.protocol.Head;
import dev.fractal.protocol.event.SessionEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events in the making, with the state that they lead to. */
final class Draft {
  private final Instant now;
  private final List<SessionEvent> events = new ArrayList<>();
  private SessionState state;

  Draft(SessionState state, Instant now) {
    this.state = state;
    this.now = now;
  }

  Instant now() {
    return now;
  }

  SessionState state() {
    return state;
  }

  List<SessionEvent> events() {
    return List.copyOf(events);
  }

  Draft add(SessionEvent event) {
    events.add(event);
    state = state.apply(event);
    return this;
  }

  /** Publishes the state as it is now. */
  Draft publish(Core core, Head.Kind kind, int turn) {
    var lineage = core.lineage();
    return add(
        new SessionEvent.HeadPublished(
            Head.of(
                core.id(),
                kind,
                lineage.newest(),
                turn,
                lineage.covered() + 1,
                core.count(),
                core.workspace().digests()),
            now));
  }
}
