package dev.fractal.view;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.event.SavedVariable;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.ModelFailed;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.SessionCompacted;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionResumed;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.SessionStopped;
import dev.fractal.protocol.event.SessionEvent.StopRequested;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.protocol.event.SessionEvent.Unreadable;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One variable of a session's REPL.
 *
 * @param digest content address of its canonical form as it is now
 * @param inexact why it cannot be kept exactly; empty when it can
 * @param saved its canonical form; empty when it has changed since it was saved
 */
public record VariableView(
    String name, String digest, Optional<String> inexact, Optional<SavedVariable> saved) {

  /** The variables of a session as they are now, by name. */
  public static List<VariableView> of(List<JournalEntry> journal) {
    var state = new State();
    for (var entry : journal) {
      switch (entry.event()) {
        case CellsEvaluated(_, _, _, _, var changed, var removed, _) ->
            state.evaluated(changed, removed);
        case VariablesSaved event -> state.saved(event);
        case HeadSelected(_, var continuation, _) -> {
          var workspace = continuation.workspace();
          state.restart(workspace.digests(), workspace.saved());
        }
        case CallsRepeated _,
            HeadPublished _,
            HostCallsCompleted _,
            HostCallsRequested _,
            ModelFailed _,
            ModelReplied _,
            SessionCompacted _,
            SessionQuarantined _,
            SessionResumed _,
            SessionStarted _,
            SessionStopped _,
            StopRequested _,
            TurnEnded _,
            TurnOpened _,
            TurnQueued _,
            Unreadable _ -> {}
      }
    }
    return state.views();
  }

  private static final class State {
    private final Map<String, String> digests = new TreeMap<>();
    private final Map<String, SavedVariable> saved = new HashMap<>();
    private Map<String, String> inexact = Map.of();

    void evaluated(Map<String, String> changed, List<String> removed) {
      digests.putAll(changed);
      digests.keySet().removeAll(removed);
    }

    void saved(VariablesSaved event) {
      saved.putAll(event.saved());
      event.saved().forEach((name, variable) -> digests.put(name, variable.digest()));
      saved.keySet().removeAll(event.removed());
      digests.keySet().removeAll(event.removed());
      inexact = event.inexact();
    }

    void restart(Map<String, String> newDigests, Map<String, SavedVariable> newSaved) {
      digests.clear();
      digests.putAll(newDigests);
      saved.clear();
      saved.putAll(newSaved);
      inexact = Map.of();
    }

    List<VariableView> views() {
      return digests.entrySet().stream().map(e -> view(e.getKey(), e.getValue())).toList();
    }

    private VariableView view(String name, String digest) {
      var kept =
          Optional.ofNullable(saved.get(name)).filter(variable -> variable.digest().equals(digest));
      return new VariableView(name, digest, Optional.ofNullable(inexact.get(name)), kept);
    }
  }
}
