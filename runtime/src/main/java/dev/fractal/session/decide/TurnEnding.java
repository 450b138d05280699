package dev.fractal.session.decide;

import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnOutcome.Aborted;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.SessionEvent.SessionStopped;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.session.state.OpenTurn;
import dev.fractal.session.state.SessionState.AwaitingModel;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import java.util.List;
import java.util.Optional;

/** How turns end: a head, the end itself, and what a requested stop brings with it. */
public final class TurnEnding {
  private TurnEnding() {}

  /**
   * Ends the open turn.
   *
   * @param inFlight model calls that are abandoned; their spend stays unknown
   */
  static void end(Draft draft, TurnOutcome outcome, int inFlight) {
    if (!(draft.state() instanceof InTurn open)) {
      throw new IllegalStateException("no turn is open to be ended");
    }
    var turn = open.turn();
    boolean stopping = turn.stopRequested();
    var kind = outcome instanceof Aborted ? Head.Kind.TURN_ABORTED : Head.Kind.TURN_FINAL;
    draft.publish(open.core(), kind, turn.number());
    Spend spend = turn.spend().lose(inFlight);
    var tree = open.core().account().charged(inFlight > 0);
    draft.add(new TurnEnded(turn.number(), outcome, turn.steps(), spend, tree, draft.now()));
    if (stopping) {
      stop(draft);
    }
  }

  /** The end of a turn whose session may not run any more. */
  static TurnOutcome overdue() {
    return OutcomeDecider.aborted(
        TurnStatus.BUDGET_EXCEEDED,
        "DeadlineExceeded",
        "the budget's deadline has passed; fork the session with a later one");
  }

  /** The cells as they ended, with a value that does not fit once more than it may rejected. */
  static List<CellReport> judged(List<CellReport> cells, OpenTurn turn, int repairs) {
    return turn.misfits() < repairs
        ? cells
        : cells.stream()
            .map(
                cell ->
                    cell.ending() == CellReport.Ending.MISMATCH
                        ? new CellReport(CellReport.Ending.REJECTED, cell.detail())
                        : cell)
            .toList();
  }

  /** Why a step's value is rejected for good. */
  static Optional<String> rejection(List<CellReport> cells) {
    return cells.stream()
        .filter(cell -> cell.ending() == CellReport.Ending.REJECTED)
        .map(CellReport::detail)
        .findFirst();
  }

  /**
   * A turn whose next model call the budget has not enough for stands still and asks for more, or
   * ends; any other one is left as it is.
   *
   * @return whether it cannot go on
   */
  static boolean goOn(Draft draft) {
    if (!(draft.state() instanceof AwaitingModel at) || at.held() || at.isAsked()) {
      return false;
    }
    var why = at.core().account().lacking(at.call());
    if (BudgetDecider.asks(at.core(), why)) {
      BudgetDecider.ask(draft, at, why);
    } else {
      var reason = new Failure(HostCalls.type(why), why.message());
      end(draft, new Aborted(TurnStatus.BUDGET_EXCEEDED, reason), 0);
    }
    return true;
  }

  /** Ends a turn that this node cannot go on with. */
  static void endElsewhere(Draft draft, NodeStamp world, int inFlight) {
    if (draft.state() instanceof Live live) {
      var why = world.mismatch(live.core().id(), live.core().spec()).orElse("");
      end(draft, new Aborted(TurnStatus.ERROR, new Failure("WorldMismatch", why)), inFlight);
    }
  }

  /** Stops an idle session; turns that still wait end {@code stopped}. */
  static void stop(Draft draft) {
    if (draft.state() instanceof Live live) {
      for (var queued : live.core().ledger().queue()) {
        drop(draft, queued.turn(), TurnStatus.STOPPED, "the session was stopped before it began");
      }
    }
    draft.add(new SessionStopped(draft.now()));
  }

  /** Ends a turn that waits in the queue. */
  static void drop(Draft draft, int turn, TurnStatus status, String why) {
    var reason = new Failure("TurnDropped", "turn " + turn + " did not run: " + why);
    draft.add(
        new TurnEnded(turn, new Aborted(status, reason), 0, Spend.NONE, Spent.NONE, draft.now()));
  }
}
