package dev.fractal.view;

import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.event.AskAnswer;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent;
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
import dev.fractal.protocol.event.Tick;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An event in a line: its storage name and what a reader of a log wants to know of it. */
public final class EventFacts {
  private EventFacts() {}

  /** The name under which events of this type are stored. */
  public static String type(SessionEvent event) {
    var name = event.getClass().getAnnotation(JsonTypeName.class);
    return name == null ? event.getClass().getSimpleName() : name.value();
  }

  /** The events that are stored under a name. */
  static Optional<Class<? extends SessionEvent>> kind(String type) {
    return Stream.of(SessionEvent.class.getPermittedSubclasses())
        .<Class<? extends SessionEvent>>map(kind -> kind.asSubclass(SessionEvent.class))
        .filter(
            kind -> {
              var name = kind.getAnnotation(JsonTypeName.class);
              return name != null && name.value().equals(type);
            })
        .findFirst();
  }

  /** Its facts, in a few words. */
  public static String of(SessionEvent event) {
    return switch (event) {
      case SessionStarted(_, var spec, _) ->
          "model " + spec.models().root() + ", profile " + spec.authority().profile();
      case TurnQueued(var turn, var request, _) -> "turn " + turn + ", " + said(request.message());
      case TurnOpened(var turn, var request, _) -> "turn " + turn + ", " + said(request.message());
      case ModelReplied(var turn, var step, var reply, var usage, var lost, _) ->
          at(turn, step)
              + reply.length()
              + " characters, "
              + usage.output().wire()
              + " tokens"
              + lost(lost);
      case ModelFailed(var turn, var step, var failure, var lost, _) ->
          at(turn, step) + failure.type() + ": " + failure.message() + lost(lost);
      case CellsEvaluated(var turn, var step, var cells, _, var changed, var removed, _) ->
          at(turn, step) + endings(cells) + count(changed.size() + removed.size(), "variable");
      case HostCallsRequested(var turn, var step, var cell, var calls, _, _) ->
          at(turn, step)
              + ("cell " + (cell + 1) + ", ")
              + (calls.isEmpty() ? "waits for earlier calls" : functions(calls));
      case HostCallsCompleted(var turn, var step, var cell, var results, _) ->
          at(turn, step) + "cell " + (cell + 1) + count(results.size(), "result") + bad(results);
      case AskOpened(var turn, var step, var cell, var call, var ask, _) ->
          place(turn, step, cell, call)
              + ask.to().map(to -> to + ": ").orElse("")
              + ask.question().lines().findFirst().orElse("");
      case AskAnswered(var turn, var step, var cell, var call, var answer, var by, _) ->
          place(turn, step, cell, call) + said(answer) + " by " + by;
      case MessageReceived(var turn, var letter, var lost, _) ->
          "turn %d, %s by %s%s: %s"
              .formatted(
                  turn,
                  letter.mode().wire(),
                  letter.from().name(),
                  lost(lost),
                  letter.text().strip().lines().findFirst().orElse(""));
      case TimerSet(var turn, var step, var cell, var call, var due, _) ->
          place(turn, step, cell, call) + "until " + due;
      case TimerFired(var turn, var step, var cell, var call, _) ->
          place(turn, step, cell, call) + "its time has come";
      case ScheduleSet(var schedule, var phase, var reason, var next, var by, _) ->
          "%s %s by %s%s"
              .formatted(
                  schedule.name(),
                  phase.wire(),
                  by,
                  reason.map(why -> ": " + why).orElse(next.map(due -> ", " + due).orElse("")));
      case ScheduleTicked(var name, var due, var tick, var times, _, _) ->
          name + " " + due + ticked(tick, times);
      case CallsRepeated(var turn, var calls, _) -> "turn " + turn + count(calls.size(), "call");
      case EvaluationRepeated(var turn, var step, var times, _) ->
          at(turn, step) + "its process ended" + count(times, "time");
      case TurnHandedOver(var turn, _) -> "turn " + turn;
      case TurnStands(var turn, _) -> "turn " + turn + ", its children wait";
      case VariablesSaved(var turn, var saved, _, var inexact, _) ->
          "turn " + turn + count(saved.size(), "variable") + inexact(inexact.size());
      case TurnEnded(var turn, var outcome, var steps, _, _, _) ->
          "turn " + turn + ", " + outcome(outcome) + count(steps, "step");
      case BudgetGranted(var grants, _) ->
          grants.size() == 1 ? "1 child" : grants.size() + " children";
      case BudgetSettled(var child, var used, _) ->
          child + " used " + used.usd().wire() + " USD, " + used.tokens().wire() + " tokens";
      case BudgetRaised(var raise, var by, _) -> "to " + raise.words() + " by " + by;
      case BudgetWarned(var turn, var limits, _) -> "turn " + turn + ", " + spent(limits);
      case EdgeAdded(var edge, _) -> edge.kind().wire() + " " + edge.session();
      case HeadPublished(var head, _) -> head.kind().wire() + " " + head.id();
      case HeadSelected(var head, _, _) -> head.value();
      case SessionCompacted(var window, _) -> "to " + window.size() + " messages";
      case StopRequested _, SessionStopped _, SessionPaused _, SessionResumed _, SessionPurged _ ->
          "";
      case SessionSuspended(var reason, _) -> reason.type() + ": " + reason.message();
      case SessionReleased(var request, var report, _, _) ->
          report.verdict().wire() + " by " + request.by() + ": " + report.finding();
      case SessionQuarantined(var reason, _) -> reason.type() + ": " + reason.message();
      case Unreadable(var manifest, var problem, _) -> "'" + manifest + "' " + problem;
    };
  }

  private static String at(int turn, int step) {
    return "turn " + turn + " step " + step + ", ";
  }

  private static String place(int turn, int step, int cell, int call) {
    return cell == AskId.BUDGET
        ? at(turn, step) + "budget, "
        : at(turn, step) + "cell " + (cell + 1) + ", call " + (call + 1) + ", ";
  }

  private static String spent(List<BudgetWarned.Used> limits) {
    return limits.stream()
        .map(
            used ->
                "%s of %s %s spent"
                    .formatted(
                        used.spent().toPlainString(),
                        used.limit().toPlainString(),
                        used.dimension().words()))
        .collect(Collectors.joining(", "));
  }

  private static String ticked(Tick tick, long times) {
    return switch (tick) {
          case Tick.Taken(int turn) -> ", turn " + turn;
          case Tick.Skipped(var why) -> ", skipped (" + why.wire() + ")";
        }
        + (times == 1 ? "" : ", newest of " + times + " times");
  }

  private static String said(AskAnswer answer) {
    return switch (answer) {
      case AskAnswer.Given _ -> "answered";
      case AskAnswer.Raised(var raise) -> "raised to " + raise.words();
      case AskAnswer.Declined(var why) -> "declined (" + why + ")";
      case AskAnswer.Approved(var edited) ->
          edited.isPresent() ? "approved with other arguments" : "approved";
      case AskAnswer.Rejected(var why) -> "rejected (" + why + ")";
    };
  }

  private static String said(Content message) {
    return switch (message) {
      case Content.Inline(var text) -> text.lines().findFirst().orElse("");
      case Content.Stored(_, var length) -> length + " characters";
    };
  }

  private static String lost(int requests) {
    return requests == 0 ? "" : count(requests, "request") + " lost";
  }

  private static String endings(List<CellReport> cells) {
    return cells.isEmpty()
        ? "no cells"
        : cells.stream().map(cell -> cell.ending().wire()).collect(Collectors.joining(" "));
  }

  private static String functions(List<HostCall> calls) {
    return calls.stream()
        .collect(Collectors.groupingBy(HostCall::function, Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .map(call -> call.getKey() + (call.getValue() > 1 ? " ×" + call.getValue() : ""))
        .collect(Collectors.joining(", "));
  }

  private static String bad(List<HostResult> results) {
    return many(results, HostResult.Answer.Failed.class, " failed")
        + many(results, HostResult.Answer.Cancelled.class, " cancelled");
  }

  private static String many(
      List<HostResult> results, Class<? extends HostResult.Answer> kind, String what) {
    var found = results.stream().filter(result -> kind.isInstance(result.answer())).count();
    return found == 0 ? "" : ", " + found + what;
  }

  private static String inexact(int variables) {
    return variables == 0 ? "" : ", " + variables + " not exact";
  }

  private static String outcome(TurnOutcome outcome) {
    return switch (outcome) {
      case TurnOutcome.Finished _ -> "final";
      case TurnOutcome.Aborted(var status, var reason) ->
          status.wire() + " (" + reason.type() + ")";
    };
  }

  private static String count(int number, String what) {
    return ", " + number + " " + what + (number == 1 ? "" : "s");
  }
}
