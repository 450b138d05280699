package dev.fractal.session;

import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.decide.Decision;
import dev.fractal.session.decide.Entry;
import dev.fractal.session.decide.Folded;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.Evaluating;
import dev.fractal.session.state.SessionState.InTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a session has decided and not written, and the state with it. Events that a new evaluation
 * would reproduce stay here until a write that is due takes them along.
 */
final class Unwritten {
  private final List<Folded> steps = new ArrayList<>();
  private List<Folded> sent = List.of();
  private int commanded;
  private SessionState journal = SessionState.absent();
  private SessionState state = SessionState.absent();
  private boolean due;

  /** Begins anew from what was recovered, with what is to be written first. */
  void begin(SessionState recovered, Decision first) {
    steps.clear();
    sent = List.of();
    due = false;
    journal = recovered;
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
      state = decision.steps().getLast().state();
    }
  }

  /**
   * What was decided, in its order, which is on its way to the journal from now on.
   *
   * @param commanded how many at the end come from a command, whose asker is told if the write
   *     fails and asks again
   */
  List<Entry> drain(int commanded) {
    sent = List.copyOf(steps);
    this.commanded = commanded;
    steps.clear();
    due = false;
    return List.copyOf(sent);
  }

  /** What was drained is written, and this is the state of the journal. */
  void written(SessionState stored) {
    sent = List.of();
    journal = stored;
    state = stored;
  }

  /**
   * Goes on after a write that failed. What came of work stays in hand and is due again, as it was
   * decided; what a command asked for is dropped. Unless the write was carried out, and only its
   * answer lost.
   *
   * @param recovered what the journal holds
   * @return the events that turn out to be written; none if the journal is not as this session left
   *     it, and nothing changes here
   */
  Optional<List<SessionEvent>> resume(SessionState recovered) {
    if (!sent.isEmpty() && recovered.equals(sent.getLast().state())) {
      var stored = Entry.events(sent);
      written(recovered);
      return Optional.of(stored);
    }
    if (!recovered.equals(journal)) {
      return Optional.empty();
    }
    var kept = sent.subList(0, sent.size() - commanded);
    steps.clear();
    steps.addAll(kept);
    state = kept.isEmpty() ? recovered : kept.getLast().state();
    due = !kept.isEmpty();
    sent = List.of();
    return Optional.of(List.of());
  }
}
