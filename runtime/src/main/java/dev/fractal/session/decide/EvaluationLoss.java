package dev.fractal.session.decide;

import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.event.SessionEvent.EvaluationRepeated;
import dev.fractal.repl.Tries;
import dev.fractal.session.state.SessionState.Evaluating;

/** Counts the processes that ended while they evaluated one step; at last its turn ends. Pure. */
final class EvaluationLoss {
  private EvaluationLoss() {}

  /**
   * Some more were lost.
   *
   * @param how the last one ended
   * @param inFlight model calls that are abandoned if the turn ends
   */
  static void count(Draft draft, Evaluating at, int more, String how, int inFlight) {
    int turn = at.turn().number();
    int step = at.step().step();
    var tries = at.tries().lost(more);
    draft.add(new EvaluationRepeated(turn, step, tries.lost(), draft.now()));
    if (tries.isOver()) {
      var why =
          "step %d of turn %d was evaluated %d times, and each time the process that did it ended (the last time: %s); take what its cells do in smaller pieces"
              .formatted(step, turn, Math.max(tries.lost(), Tries.MOST), how);
      TurnEnding.end(
          draft, OutcomeDecider.aborted(TurnStatus.ERROR, "EvaluationLost", why), inFlight);
    }
  }
}
