package dev.fractal.view;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.outline.TurnRow;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.session.state.HostFunctions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A call of a cell that a child session answers. */
public record ChildCall(CallKey key, int turn, Outcome outcome) {
  /** The events that tell of calls. */
  static final Set<Class<? extends SessionEvent>> TYPES =
      Set.of(HostCallsRequested.class, HostCallsCompleted.class);

  /** How far it has come. */
  public enum Outcome {
    OPEN,
    RETURNED,
    FAILED,
    CANCELLED
  }

  /** Those of one of its turns, in the order in which they were made. */
  public static List<ChildCall> of(TurnIndex index, TurnRow row) {
    return row.span()
        .opened()
        .map(from -> index.reader().only(index.session(), from, row.span().last(), TYPES))
        .map(events -> of(index.session(), events))
        .orElseGet(List::of);
  }

  /** Those of a session, in the order in which they were made. */
  static List<ChildCall> of(SessionId session, List<JournalEntry> journal) {
    var calls = new LinkedHashMap<CallKey, ChildCall>();
    for (var entry : journal) {
      if (entry.event() instanceof HostCallsRequested e) {
        e.calls().stream()
            .filter(HostFunctions::isChild)
            .map(call -> CallKey.host(session, e.turn(), e.step(), e.cell(), call.call()))
            .forEach(key -> calls.put(key, new ChildCall(key, e.turn(), Outcome.OPEN)));
      } else if (entry.event() instanceof HostCallsCompleted e) {
        for (var result : e.results()) {
          settle(calls, CallKey.host(session, e.turn(), e.step(), e.cell(), result.call()), result);
        }
      }
    }
    return List.copyOf(calls.values());
  }

  private static void settle(Map<CallKey, ChildCall> calls, CallKey key, HostResult result) {
    var outcome =
        switch (result.answer()) {
          case Answer.Returned _ -> Outcome.RETURNED;
          case Answer.Failed _ -> Outcome.FAILED;
          case Answer.Cancelled _ -> Outcome.CANCELLED;
        };
    calls.computeIfPresent(key, (_, call) -> new ChildCall(key, call.turn(), outcome));
  }
}
