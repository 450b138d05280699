package dev.fractal.protocol.event;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.ReleaseReport;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.Dimension;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.spec.SessionSpec;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What happened in a session. The type names are a storage format: short, stable, never reused.
 * Turns and steps count from 1, cells and host calls from 0.
 */
public sealed interface SessionEvent {
  /** When it was decided. */
  Instant at();

  @JsonTypeName("session-started")
  record SessionStarted(SessionId session, SessionSpec spec, Instant at) implements SessionEvent {}

  /** A turn was accepted while another one ran. */
  @JsonTypeName("turn-queued")
  record TurnQueued(int turn, TurnRequest request, Instant at) implements SessionEvent {}

  /** A turn began; its first model call may be in flight from here on. */
  @JsonTypeName("turn-opened")
  record TurnOpened(int turn, TurnRequest request, Instant at) implements SessionEvent {}

  /**
   * The root model answered.
   *
   * @param lost attempts of this call whose spend nobody knows
   */
  @JsonTypeName("model-replied")
  record ModelReplied(int turn, int step, Content reply, Usage usage, int lost, Instant at)
      implements SessionEvent {}

  /** The root model did not answer, all attempts included. */
  @JsonTypeName("model-failed")
  record ModelFailed(int turn, int step, Failure failure, int lost, Instant at)
      implements SessionEvent {}

  /**
   * The cells of a reply were evaluated.
   *
   * @param cells what became of each, in order
   * @param observation what the model is shown
   * @param variables digest of each variable that is new or changed since the last step
   * @param removed variables that are gone
   */
  @JsonTypeName("cells-evaluated")
  record CellsEvaluated(
      int turn,
      int step,
      List<CellReport> cells,
      Content observation,
      Map<String, String> variables,
      List<String> removed,
      Instant at)
      implements SessionEvent {
    public CellsEvaluated {
      cells = List.copyOf(cells);
      variables = Map.copyOf(variables);
      removed = List.copyOf(removed);
    }
  }

  /**
   * A cell waits for the host; the calls leave after this is written. Results that were written
   * since it went on are what it goes on with next.
   *
   * @param calls made since it went on last; none when it waits for earlier ones
   * @param delivery what it goes on with
   */
  @JsonTypeName("host-calls-requested")
  record HostCallsRequested(
      int turn, int step, int cell, List<HostCall> calls, Delivery delivery, Instant at)
      implements SessionEvent {
    public HostCallsRequested {
      calls = List.copyOf(calls);
    }
  }

  /**
   * Some of the calls of a cell have results, or are called off; those that are written together
   * are given to it together.
   */
  @JsonTypeName("host-calls-completed")
  record HostCallsCompleted(int turn, int step, int cell, List<HostResult> results, Instant at)
      implements SessionEvent {
    public HostCallsCompleted {
      results = List.copyOf(results);
    }
  }

  /**
   * A call of a cell waits for a person, or the turn for more of its budget.
   *
   * @param cell {@link dev.fractal.protocol.AskId#BUDGET} when it is about the budget
   * @param call then the number of the question, from 1
   */
  @JsonTypeName("ask-opened")
  record AskOpened(int turn, int step, int cell, int call, Ask ask, Instant at)
      implements SessionEvent {}

  /**
   * A person has answered, the first who did so.
   *
   * @param by who it was
   */
  @JsonTypeName("ask-answered")
  record AskAnswered(
      int turn, int step, int cell, int call, AskAnswer answer, String by, Instant at)
      implements SessionEvent {}

  /**
   * Somebody told the session something while a turn ran. The model reads it with its next request.
   *
   * @param lost requests of the root model that it ended, whose spend nobody knows: at most 1, and
   *     then the step is asked for anew
   */
  @JsonTypeName("message-received")
  record MessageReceived(int turn, Letter letter, int lost, Instant at) implements SessionEvent {}

  /** A call of a cell waits for a time. */
  @JsonTypeName("timer-set")
  record TimerSet(int turn, int step, int cell, int call, Instant due, Instant at)
      implements SessionEvent {}

  /** The time has come of a call that waited for it, or until which a question was open. */
  @JsonTypeName("timer-fired")
  record TimerFired(int turn, int step, int cell, int call, Instant at) implements SessionEvent {}

  /**
   * A turn goes on after its node died: calls that may have been in flight are made again, their
   * spend is unknown, and the turn's running time counts from here.
   *
   * @param calls none when cells were being evaluated
   */
  @JsonTypeName("calls-repeated")
  record CallsRepeated(int turn, List<CallKey> calls, Instant at) implements SessionEvent {
    public CallsRepeated {
      calls = List.copyOf(calls);
    }

    /** The calls that may have been paid for before. */
    public List<CallKey> paid() {
      return calls.stream().filter(key -> !key.isGate()).toList();
    }
  }

  /**
   * The node that ran the turn gave the session up with nothing of it in flight: whoever goes on
   * with it makes no call again, and the time until then does not count.
   */
  @JsonTypeName("turn-handed-over")
  record TurnHandedOver(int turn, Instant at) implements SessionEvent {}

  /**
   * All that the turn waits for are children that wait for people and times themselves: its own
   * time stands until something happens in it.
   */
  @JsonTypeName("turn-stands")
  record TurnStands(int turn, Instant at) implements SessionEvent {}

  /**
   * The evaluation of a step is begun again: the process that evaluated it ended within it.
   *
   * @param times how often that has happened since the step was last known to come to a stop
   */
  @JsonTypeName("evaluation-repeated")
  record EvaluationRepeated(int turn, int step, int times, Instant at) implements SessionEvent {}

  /**
   * The REPL's variables were saved.
   *
   * @param saved new and changed variables since the last save, in the kernel's snapshot format
   * @param removed variables that are gone since the last save
   * @param inexact why a variable cannot be kept exactly, by name; empty when complete
   */
  @JsonTypeName("variables-saved")
  record VariablesSaved(
      int turn,
      Map<String, SavedVariable> saved,
      List<String> removed,
      Map<String, String> inexact,
      Instant at)
      implements SessionEvent {
    public VariablesSaved {
      saved = Map.copyOf(saved);
      removed = List.copyOf(removed);
      inexact = Map.copyOf(inexact);
    }

    public boolean complete() {
      return inexact.isEmpty();
    }
  }

  /**
   * A turn is over.
   *
   * @param spend of the turn's own model calls
   * @param tree what the budget was charged for the turn, children included
   */
  @JsonTypeName("turn-ended")
  record TurnEnded(int turn, TurnOutcome outcome, int steps, Spend spend, Spent tree, Instant at)
      implements SessionEvent {}

  @JsonTypeName("head-published")
  record HeadPublished(Head head, Instant at) implements SessionEvent {}

  /**
   * The transcript was shortened.
   *
   * @param window the transcript from here on
   */
  @JsonTypeName("session-compacted")
  record SessionCompacted(List<Message> window, Instant at) implements SessionEvent {
    public SessionCompacted {
      window = List.copyOf(window);
    }
  }

  /** The running turn ends at its next step boundary, the session stops with it. */
  @JsonTypeName("stop-requested")
  record StopRequested(Instant at) implements SessionEvent {}

  @JsonTypeName("session-stopped")
  record SessionStopped(Instant at) implements SessionEvent {}

  /** Nothing further begins until the session is resumed: no step and no turn. */
  @JsonTypeName("session-paused")
  record SessionPaused(Instant at) implements SessionEvent {}

  /**
   * The REPL could not be brought to where the step that runs begins, and nothing says that it is
   * wrong: nothing further begins until the session is resumed.
   */
  @JsonTypeName("session-suspended")
  record SessionSuspended(Failure reason, Instant at) implements SessionEvent {}

  /** The session was reopened as it is, or goes on after a pause or a suspension. */
  @JsonTypeName("session-resumed")
  record SessionResumed(Instant at) implements SessionEvent {}

  /** The session goes on from an older head of its own, or from the one it was derived from. */
  @JsonTypeName("head-selected")
  record HeadSelected(HeadId head, Continuation continuation, Instant at) implements SessionEvent {}

  /** Children may start, and use so much; what they leave comes back when they settle. */
  @JsonTypeName("budget-granted")
  record BudgetGranted(List<Grant> grants, Instant at) implements SessionEvent {
    public BudgetGranted {
      grants = List.copyOf(grants);
    }

    /** What one child may use. */
    public record Grant(SessionId child, Budget budget) {}
  }

  /**
   * A child is over.
   *
   * @param used by it and everything below it
   */
  @JsonTypeName("budget-settled")
  record BudgetSettled(SessionId child, Spent used, Instant at) implements SessionEvent {}

  /** A person raised the budget. */
  @JsonTypeName("budget-raised")
  record BudgetRaised(Raise raise, String by, Instant at) implements SessionEvent {}

  /** So much of limits is spent that people and the model are warned. */
  @JsonTypeName("budget-warned")
  record BudgetWarned(int turn, List<Used> limits, Instant at) implements SessionEvent {
    public BudgetWarned {
      limits = List.copyOf(limits);
    }

    /** What is spent of one limit. */
    public record Used(Dimension dimension, BigDecimal spent, BigDecimal limit) {}
  }

  /** A child's turn was settled, or the session was derived from another one's head. */
  @JsonTypeName("edge-added")
  record EdgeAdded(Edge edge, Instant at) implements SessionEvent {}

  /** The session takes no more commands; its journal, snapshots and catalog row are removed. */
  @JsonTypeName("session-purged")
  record SessionPurged(SessionId session, Instant at) implements SessionEvent {}

  /** The session takes no more commands; its journal is kept as it is. */
  @JsonTypeName("session-quarantined")
  record SessionQuarantined(Failure reason, Instant at) implements SessionEvent {}

  /**
   * Somebody let a session go on that was quarantined or suspended. It goes on where it stood, or
   * with the {@link HeadSelected} that follows when the report names a head; a turn that was open
   * is over then.
   *
   * @param number its own number in the journal, which counts on from here: events before it may be
   *     missing
   */
  @JsonTypeName("session-released")
  record SessionReleased(ReleaseRequest request, ReleaseReport report, long number, Instant at)
      implements SessionEvent {}

  /**
   * Somebody set, changed or removed a schedule of the session, or the session itself paused it.
   *
   * @param phase what it is from here on
   * @param reason why the session paused it; none when somebody did something
   * @param next when it is due next, as far as it was computed: a replay computes no times. That of
   *     a paused one is where its times go on to be counted
   * @param by who did it
   */
  @JsonTypeName("schedule-set")
  record ScheduleSet(
      Schedule schedule,
      Schedule.Phase phase,
      Optional<String> reason,
      Optional<Instant> next,
      String by,
      Instant at)
      implements SessionEvent {}

  /**
   * The time of a schedule has come; the turn, if there is one, is in the same write.
   *
   * @param due the newest of the times that came
   * @param times how many came: all but the newest are missed
   * @param next when it is due next
   */
  @JsonTypeName("schedule-ticked")
  record ScheduleTicked(
      String name, Instant due, Tick tick, long times, Optional<Instant> next, Instant at)
      implements SessionEvent {}

  /**
   * An event that this version cannot read: written by a newer one, or damaged. It is never
   * written; whoever folds it quarantines the session.
   */
  @JsonTypeName("unreadable")
  record Unreadable(String manifest, String problem, Instant at) implements SessionEvent {}
}
