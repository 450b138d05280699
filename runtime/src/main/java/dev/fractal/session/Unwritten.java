package dev.fractal.session;

import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.SessionState.InTurn;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * What a session has decided and not written, and the state with it. Events that a new evaluation
 * would reproduce stay here until a write that is due takes them along.
 */
final class Unwritten {
  private final List<SessionEvent> events = new ArrayList<>();
  private final Queue<Folded> onTheirWay = new ArrayDeque<>();
  private SessionState state = SessionState.absent();
  private boolean due;

  /** An event that is being written, with the state that it leads to. */
  private record Folded(SessionEvent event, SessionState state) {}

  /** Begins anew from what was recovered, with events that are to be written first. */
  void begin(SessionState recovered, List<SessionEvent> first) {
    events.clear();
    onTheirWay.clear();
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
    for (var event : more) {
      events.add(event);
      state = state.apply(event);
      onTheirWay.add(new Folded(event, state));
    }
  }

  /**
   * The journal's state after an event. What was decided here is not folded again: no decision is
   * taken while a write is under way, so each event finds the state that it was folded from. An
   * event that is read back at recovery is another object, and is folded.
   */
  @SuppressWarnings("ReferenceEquality")
  SessionState folded(SessionState journal, SessionEvent event) {
    var next = onTheirWay.peek();
    if (next == null || next.event() != event) {
      return journal.apply(event);
    }
    onTheirWay.remove();
    return next.state();
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
