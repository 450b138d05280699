package dev.fractal.session;

import dev.fractal.protocol.SessionId;
import dev.fractal.session.decide.Decision;
import dev.fractal.session.decide.OutcomeDecider;
import dev.fractal.session.state.QuarantineFold;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.Evaluating;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Quarantined;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out how a session's actor goes on from what its journal holds. */
record Recovery(SessionId id, Clocks clocks, Stay stay, Display display) {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

  /**
   * Where the actor begins.
   *
   * @param first to be written before anything is begun
   * @param inEvaluation the turn is where cells run, and the model call after them may have been
   *     made
   */
  record Beginning(SessionState state, Decision first, boolean inEvaluation) {}

  /**
   * Sets the clocks, and the catalog right.
   *
   * @param highest the highest sequence number of the journal
   * @param died whether another process ran the session before
   */
  Beginning begin(SessionState state, long highest, boolean died, OutcomeDecider decider) {
    clocks.session().startAfresh();
    clocks.kernel().startAfresh();
    stay.begun();
    if (state.count() != highest) {
      var broken = QuarantineFold.gap(state, highest);
      LOG.error("session {} is quarantined: {}", id, broken.reason().message());
      display.list(broken);
      return new Beginning(broken, Decision.nothing(), false);
    }
    if (state instanceof Quarantined broken) {
      LOG.error("session {} is quarantined: {}", id, broken.reason().message());
    }
    display.repair(state);
    display.outline(highest, highest);
    if (!(state instanceof InTurn open)) {
      return new Beginning(state, Decision.nothing(), false);
    }
    if (open.held()) {
      return new Beginning(state, decider.revivedInHold(open, clocks.now()), false);
    }
    if (!open.waits()) {
      clocks.startTurn(open.turn(), open.core().spec());
    }
    // While a call of a cell is open, its step is not over and no model was asked.
    boolean mayHaveAsked =
        state instanceof Evaluating at && !at.pending().isOpen() && !open.turn().isHandedOver();
    return new Beginning(state, decider.revived(state, died, clocks.now()), mayHaveAsked);
  }
}
