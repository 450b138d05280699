package dev.fractal.session.work;

import dev.fractal.client.Progress;
import dev.fractal.session.state.SessionState.AwaitingHostCalls;
import dev.fractal.session.state.SessionState.AwaitingModel;
import dev.fractal.session.state.SessionState.Evaluating;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Suspended;

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
      case AwaitingHostCalls at -> calls(at);
    };
  }

  /** How many calls of the cell have results, of how many it has made. */
  private static String calls(AwaitingHostCalls at) {
    var pending = at.pending();
    long made =
        pending.made().size()
            + at.step().waves().stream()
                .filter(wave -> wave.cell() == pending.cell())
                .mapToLong(wave -> wave.calls().size())
                .sum();
    return "host calls " + (made - pending.open().count()) + "/" + made;
  }
}
