package dev.fractal.session;

import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.SessionState.InTurn;
import java.util.ArrayList;
import java.util.List;

/**
 * What a session has decided and not written, and the state with it. Events that a new evaluation
 * would reproduce stay here until a write that is due takes them along.
 */
final class Unwritten {
  private final List<SessionEvent> events = new ArrayList<>();
  private SessionState state = SessionState.absent();
  private boolean due;

  /** Begins anew from what was recovered, with events that are to be written first. */
  void begin(SessionState recovered, List<SessionEvent> first) {
    events.clear();
    due = false;
    state = recovered;
    takeDue(first);
  }

  /** The state with everything that was decided. */
  SessionState state() {
    return state;
  }

  boolean isDue() {
    return due;
  }

  /** Takes what was decided; what can wait makes no write due, unless the turn is held. */
  void take(Decision decision) {
    takeAll(decision.events());
    boolean held = state instanceof InTurn open && open.held();
    due |= !decision.events().isEmpty() && (held || !decision.deferrable());
  }

  /** Takes events that do not wait for others. */
  void takeDue(List<SessionEvent> more) {
    takeAll(more);
    due |= !more.isEmpty();
  }

  private void takeAll(List<SessionEvent> more) {
    events.addAll(more);
    more.forEach(event -> state = state.apply(event));
  }

  /** The events in their order, which are on their way to the journal from now on. */
  List<SessionEvent> drain() {
    var drained = List.copyOf(events);
    events.clear();
    due = false;
    return drained;
  }

  /** What was drained is written, and this is the state of the journal. */
  void written(SessionState stored) {
    state = stored;
  }
}
