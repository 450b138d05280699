package dev.fractal.session.decide;

import dev.fractal.protocol.Head;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.state.Core;
import dev.fractal.session.state.SessionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Events in the making, with the states that they lead to. */
public final class Draft {
  private final Instant now;
  private final List<Folded> steps = new ArrayList<>();
  private SessionState state;

  public Draft(SessionState state, Instant now) {
    this.state = state;
    this.now = now;
  }

  Instant now() {
    return now;
  }

  SessionState state() {
    return state;
  }

  List<Folded> steps() {
    return List.copyOf(steps);
  }

  public Draft add(SessionEvent event) {
    state = state.apply(event);
    steps.add(new Folded(event, state));
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
