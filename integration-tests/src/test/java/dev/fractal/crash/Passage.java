package dev.fractal.crash;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.EvaluationRepeated;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.session.state.SessionState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One way through the scenario.
 *
 * @param journal all events, those before the cut included
 * @param results of the turns, in order
 * @param asked keys of the model calls made since the cut
 */
record Passage(List<SessionEvent> journal, List<TurnResult> results, List<CallKey> asked) {
  private static final List<HostResult> NONE = List.of();

  List<TurnOutcome> outcomes() {
    return results.stream().map(TurnResult::outcome).toList();
  }

  int lost() {
    return results.stream().mapToInt(result -> result.spend().lost()).sum();
  }

  List<CallKey> repeated() {
    return journal.stream()
        .filter(CallsRepeated.class::isInstance)
        .flatMap(event -> ((CallsRepeated) event).calls().stream())
        .toList();
  }

  Map<String, String> digests() {
    return fold(journal) instanceof SessionState.Live live
        ? live.core().workspace().digests()
        : Map.of();
  }

  static SessionState fold(List<SessionEvent> events) {
    var state = SessionState.absent();
    for (SessionEvent event : events) {
      state = state.apply(event);
    }
    return state;
  }

  /**
   * The journal without what a crash may change: repeated calls and their lost spend, how results
   * were grouped, and the positions of heads, which count those events.
   */
  List<SessionEvent> essence() {
    var essence = new ArrayList<SessionEvent>();
    for (SessionEvent event : journal) {
      switch (event) {
        case CallsRepeated _, EvaluationRepeated _ -> {}
        case HostCallsRequested(var _, var _, var _, var calls, var _, var _)
            when calls.isEmpty() -> {}
        case HostCallsCompleted completed -> {
          boolean more = !essence.isEmpty() && essence.getLast() instanceof HostCallsCompleted;
          var previous = more ? ((HostCallsCompleted) essence.removeLast()).results() : NONE;
          essence.add(joined(previous, completed));
        }
        case HeadPublished(var head, var at) ->
            essence.add(
                new HeadPublished(
                    Head.of(
                        results.getFirst().session(),
                        head.kind(),
                        Optional.empty(),
                        head.turn(),
                        0,
                        0,
                        head.variables()),
                    at));
        case TurnEnded(var turn, var outcome, int steps, var spend, var _, var at) ->
            essence.add(
                new TurnEnded(
                    turn,
                    outcome,
                    steps,
                    new Spend(spend.usage(), spend.replies(), 0),
                    Spent.NONE,
                    at));
        default -> essence.add(event);
      }
    }
    return essence;
  }

  private static HostCallsCompleted joined(
      List<HostResult> previous, HostCallsCompleted completed) {
    var results = new ArrayList<>(previous);
    results.addAll(completed.results());
    results.sort(Comparator.comparingInt(HostResult::call));
    return new HostCallsCompleted(
        completed.turn(), completed.step(), completed.cell(), results, completed.at());
  }
}
