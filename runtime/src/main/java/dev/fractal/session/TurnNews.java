package dev.fractal.session;

import dev.fractal.client.Progress;
import dev.fractal.session.SessionState.AwaitingHostCalls;
import dev.fractal.session.SessionState.AwaitingModel;
import dev.fractal.session.SessionState.Evaluating;
import dev.fractal.session.SessionState.InTurn;
import dev.fractal.session.SessionState.Suspended;

/** Where an open turn is, as those who look on are told. */
public final class TurnNews {
  private TurnNews() {}

  /** News without a piece of a reply. */
  public static Progress of(InTurn at) {
    var turn = at.turn();
    return new Progress(
        at.core().id(), turn.number(), at.currentStep(), phase(at), "", turn.spend());
  }

  private static String phase(InTurn state) {
    return switch (state) {
      case AwaitingModel _ -> "awaiting model";
      case Evaluating _ -> "evaluating";
      case Suspended _ -> "suspended";
      case AwaitingHostCalls at -> "host calls " + at.results().size() + "/" + at.calls().size();
    };
  }
}
