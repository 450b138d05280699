package dev.fractal.view;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.BudgetGranted;
import dev.fractal.protocol.event.SessionEvent.BudgetRaised;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.BudgetWarned;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.EdgeAdded;
import dev.fractal.protocol.event.SessionEvent.EvaluationRepeated;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.MessageReceived;
import dev.fractal.protocol.event.SessionEvent.ModelFailed;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.ScheduleSet;
import dev.fractal.protocol.event.SessionEvent.ScheduleTicked;
import dev.fractal.protocol.event.SessionEvent.SessionCompacted;
import dev.fractal.protocol.event.SessionEvent.SessionPaused;
import dev.fractal.protocol.event.SessionEvent.SessionPurged;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionReleased;
import dev.fractal.protocol.event.SessionEvent.SessionResumed;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.SessionStopped;
import dev.fractal.protocol.event.SessionEvent.SessionSuspended;
import dev.fractal.protocol.event.SessionEvent.StopRequested;
import dev.fractal.protocol.event.SessionEvent.TimerFired;
import dev.fractal.protocol.event.SessionEvent.TimerSet;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnHandedOver;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.protocol.event.SessionEvent.TurnStands;
import dev.fractal.protocol.event.SessionEvent.Unreadable;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What a session spent, turn by turn; a request without a known spend makes its sums unknown. */
public record CostView(List<TurnCost> turns) {
  public CostView {
    turns = List.copyOf(turns);
  }

  /** The costs that a journal tells of. */
  public static CostView of(List<JournalEntry> journal) {
    var turns = new TreeMap<Integer, TurnCost>();
    for (var entry : journal) {
      switch (entry.event()) {
        case TurnOpened(var turn, _, _) -> add(turns, TurnCost.none(turn));
        case ModelReplied(var turn, _, _, var usage, var lost, _) ->
            add(turns, TurnCost.own(turn, Spend.NONE.reply(usage).lose(lost)));
        case ModelFailed(var turn, _, _, var lost, _) ->
            add(turns, TurnCost.own(turn, Spend.NONE.lose(lost)));
        case MessageReceived(var turn, _, var lost, _) ->
            add(turns, TurnCost.own(turn, Spend.NONE.lose(lost)));
        case HostCallsCompleted(var turn, _, _, var results, _) ->
            add(turns, TurnCost.leaves(turn, leaves(results)));
        case CallsRepeated e -> add(turns, repeated(e));
        case TurnEnded(var turn, _, _, var spend, _, _) ->
            turns.computeIfPresent(turn, (_, cost) -> cost.endedWith(spend));
        case BudgetGranted _,
            BudgetSettled _,
            BudgetRaised _,
            BudgetWarned _,
            CellsEvaluated _,
            EvaluationRepeated _,
            TurnHandedOver _,
            EdgeAdded _,
            HeadPublished _,
            HeadSelected _,
            HostCallsRequested _,
            SessionCompacted _,
            SessionQuarantined _,
            SessionPaused _,
            SessionSuspended _,
            SessionResumed _,
            SessionReleased _,
            SessionPurged _,
            SessionStarted _,
            TurnStands _,
            AskOpened _,
            AskAnswered _,
            TimerSet _,
            TimerFired _,
            ScheduleSet _,
            ScheduleTicked _,
            SessionStopped _,
            StopRequested _,
            TurnQueued _,
            Unreadable _,
            VariablesSaved _ -> {}
      }
    }
    return new CostView(new ArrayList<>(turns.values()));
  }

  /** The whole session's spend. */
  public Spend total() {
    return turns.stream().map(TurnCost::total).reduce(Spend.NONE, Spend::plus);
  }

  private static void add(TreeMap<Integer, TurnCost> turns, TurnCost more) {
    turns.merge(more.turn, more, TurnCost::plus);
  }

  private static Spend leaves(List<HostResult> results) {
    return results.stream().map(HostResult::spend).reduce(Spend.NONE, Spend::plus);
  }

  private static TurnCost repeated(CallsRepeated event) {
    var leaves = (int) event.calls().stream().filter(key -> key.value().contains("/h")).count();
    return TurnCost.own(event.turn(), Spend.NONE.lose(event.paid().size() - leaves))
        .plus(TurnCost.leaves(event.turn(), Spend.NONE.lose(leaves)));
  }

  /**
   * What one turn spent.
   *
   * @param steps by the turn's own model calls
   * @param leaves by the host calls of its cells
   * @param total as its end states it; the sum of both while it runs
   */
  public record TurnCost(int turn, Spend steps, Spend leaves, Spend total) {
    static TurnCost none(int turn) {
      return new TurnCost(turn, Spend.NONE, Spend.NONE, Spend.NONE);
    }

    static TurnCost own(int turn, Spend spend) {
      return new TurnCost(turn, spend, Spend.NONE, spend);
    }

    static TurnCost leaves(int turn, Spend spend) {
      return new TurnCost(turn, Spend.NONE, spend, spend);
    }

    TurnCost plus(TurnCost more) {
      return new TurnCost(
          turn, steps.plus(more.steps), leaves.plus(more.leaves), total.plus(more.total));
    }

    TurnCost endedWith(Spend stated) {
      return new TurnCost(turn, steps, leaves, stated);
    }
  }
}
