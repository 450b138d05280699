package dev.fractal.session;

import dev.fractal.session.SessionState.Evaluating;
import dev.fractal.session.SessionState.InTurn;
import dev.fractal.session.SessionState.Quarantined;

/**
 * How a session's actor goes on from what its journal holds.
 *
 * @param first to be written before anything is begun
 * @param inEvaluation the turn is where cells run, and the model call after them may have been made
 */
record Recovery(SessionState state, Decision first, boolean inEvaluation) {

  /**
   * Sets the clocks, and the catalog right.
   *
   * @param highest the highest sequence number of the journal
   * @param died whether another process ran the session before
   */
  static Recovery of(
      SessionState state, long highest, boolean died, SessionDecider decider, Surroundings around) {
    around.sessionClock().startAfresh();
    around.kernelClock().startAfresh();
    around.awake();
    if (state.count() != highest) {
      var broken = Quarantined.gap(state, highest);
      around.catalog(broken);
      return new Recovery(broken, Decision.nothing(), false);
    }
    around.repairCatalog(state);
    if (!(state instanceof InTurn open) || open.held()) {
      return new Recovery(state, Decision.nothing(), false);
    }
    around.startTurnClock(open.turn(), open.core().spec());
    boolean mayHaveAsked = state instanceof Evaluating && !open.turn().isHandedOver();
    return new Recovery(state, decider.revived(state, died, around.now()), mayHaveAsked);
  }
}
