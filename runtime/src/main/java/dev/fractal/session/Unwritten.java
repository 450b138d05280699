package dev.fractal.session;

import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.SessionState.Evaluating;
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
  private final List<Folded> steps = new ArrayList<>();
  private final Queue<Folded> onTheirWay = new ArrayDeque<>();
  private SessionState state = SessionState.absent();
  private boolean due;

  /** Begins anew from what was recovered, with what is to be written first. */
  void begin(SessionState recovered, Decision first) {
    steps.clear();
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

  /**
   * Takes what was decided on this state; what can wait makes no write due, unless it is held. That
   * a step has come to its end after its process was lost does not wait: the next crash would be
   * counted as one more loss.
   */
  void take(Decision decision) {
    boolean counted = state instanceof Evaluating at && at.tries().lost() > 0;
    takeAll(decision);
    boolean held = state instanceof InTurn open && open.held();
    due |= !decision.steps().isEmpty() && (held || counted || !decision.deferrable());
  }

  /** Takes what does not wait for others. */
  void takeDue(Decision decision) {
    takeAll(decision);
    due |= !decision.steps().isEmpty();
  }

  private void takeAll(Decision decision) {
    if (!decision.steps().isEmpty()) {
      steps.addAll(decision.steps());
      onTheirWay.addAll(decision.steps());
      state = decision.steps().getLast().state();
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
    var drained = steps.stream().map(Folded::event).toList();
    steps.clear();
    due = false;
    return drained;
  }

  /** What was drained is written, and this is the state of the journal. */
  void written(SessionState stored) {
    state = stored;
  }
}
