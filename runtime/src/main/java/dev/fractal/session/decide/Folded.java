package dev.fractal.session.decide;

import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.state.SessionState;

/**
 * An event with the state that it leads to, so that it need not be folded twice. No decision is
 * taken while a write is under way, so the journal comes to it in the state that it was folded
 * from.
 */
public record Folded(SessionEvent event, SessionState state) implements Entry {
  @Override
  public SessionState after(SessionState before) {
    return state;
  }
}
