package dev.fractal.session;

import dev.fractal.session.SessionState.Evaluating;
import dev.fractal.session.SessionState.InTurn;
import dev.fractal.session.SessionState.Quarantined;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a session's actor goes on from what its journal holds.
 *
 * @param first to be written before anything is begun
 * @param inEvaluation the turn is where cells run, and the model call after them may have been made
 */
record Recovery(SessionState state, Decision first, boolean inEvaluation) {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

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
      LOG.error("session {} is quarantined: {}", around.id(), broken.reason().message());
      around.catalog(broken);
      return new Recovery(broken, Decision.nothing(), false);
    }
    if (state instanceof Quarantined broken) {
      LOG.error("session {} is quarantined: {}", around.id(), broken.reason().message());
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
