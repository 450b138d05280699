package dev.fractal.view;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SavedVariable;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import dev.fractal.session.state.SessionState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One variable of a session's REPL.
 *
 * @param digest content address of its canonical form as it is now
 * @param inexact why it cannot be kept exactly; empty when it can
 * @param saved its canonical form; empty when it has changed since it was saved
 */
public record VariableView(
    String name, String digest, Optional<String> inexact, Optional<SavedVariable> saved) {
  private static final Set<Class<? extends SessionEvent>> SAVES =
      Set.of(VariablesSaved.class, HeadSelected.class);

  /** The variables of a session as they are now, by name. Blocks. */
  public static List<VariableView> of(SessionId session, SessionReader reader) {
    if (!(reader.state(session) instanceof SessionState.Live live)) {
      return List.of();
    }
    var workspace = live.core().workspace();
    var saved =
        workspace.saved().values().stream()
            .collect(Collectors.toMap(SavedVariable::digest, form -> form, (a, _) -> a));
    if (workspace.replay().isEmpty() && saved.keySet().containsAll(workspace.digests().values())) {
      return views(workspace.digests(), Map.of(), saved);
    }
    var saves = reader.only(session, 1, Long.MAX_VALUE, SAVES);
    var inexact = workspace.replay().isEmpty() ? Map.<String, String>of() : newestReasons(saves);
    return views(workspace.digests(), inexact, forms(saves));
  }

  /** The variables of a journal as they are now, by name. */
  public static List<VariableView> of(List<JournalEntry> journal) {
    if (!(MessageLog.folded(journal) instanceof SessionState.Live live)) {
      return List.of();
    }
    var workspace = live.core().workspace();
    var inexact = workspace.replay().isEmpty() ? Map.<String, String>of() : newestReasons(journal);
    return views(workspace.digests(), inexact, forms(journal));
  }

  /** The variables that one of a session's heads fixed, by name; its saves are read. Blocks. */
  public static List<VariableView> at(SessionId session, Head head, SessionReader reader) {
    return at(reader.only(session, 1, Long.MAX_VALUE, SAVES), head);
  }

  static List<VariableView> at(List<JournalEntry> journal, Head head) {
    var covered = journal.stream().filter(entry -> entry.sequence() <= head.toEvent()).toList();
    return views(head.variables(), newestReasons(covered), forms(journal));
  }

  private static List<VariableView> views(
      Map<String, String> digests, Map<String, String> inexact, Map<String, SavedVariable> forms) {
    return new TreeMap<>(digests)
        .entrySet().stream()
            .map(
                variable ->
                    new VariableView(
                        variable.getKey(),
                        variable.getValue(),
                        Optional.ofNullable(inexact.get(variable.getKey())),
                        Optional.ofNullable(forms.get(variable.getValue()))))
            .toList();
  }

  /** Every form that was ever saved, by its digest. */
  private static Map<String, SavedVariable> forms(List<JournalEntry> journal) {
    var forms = new HashMap<String, SavedVariable>();
    for (var entry : journal) {
      if (entry.event() instanceof VariablesSaved event) {
        event.saved().values().forEach(saved -> forms.put(saved.digest(), saved));
      } else if (entry.event() instanceof HeadSelected(_, var continuation, _)) {
        var saved = continuation.workspace().saved().values();
        saved.forEach(variable -> forms.put(variable.digest(), variable));
      }
    }
    return forms;
  }

  private static Map<String, String> newestReasons(List<JournalEntry> journal) {
    return journal.reversed().stream()
        .filter(entry -> entry.event() instanceof VariablesSaved)
        .map(entry -> ((VariablesSaved) entry.event()).inexact())
        .findFirst()
        .orElse(Map.of());
  }
}
