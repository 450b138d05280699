package dev.fractal.kernel.differential;

import dev.fractal.kernel.VariableChanges;
import dev.fractal.kernel.VariableChanges.Dumped;
import dev.fractal.kernel.differential.Finding.Kind;
import dev.fractal.protocol.Sha256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a session keeps of its kernel: the newest complete save, and the cells since then. */
final class Kept {
  private final Map<String, Dumped> forms = new TreeMap<>();
  private final List<Recorded> since = new ArrayList<>();
  private Map<String, Dumped> saved = Map.of();
  private int ran;

  /**
   * Where a rebuild begins, what it replays, and what it has to come to.
   *
   * @param ran how many cells ran before
   */
  record Place(
      Map<String, Dumped> saved, List<Recorded> since, Map<String, Dumped> forms, int ran) {
    /** Before the first cell. */
    static final Place START = new Place(Map.of(), List.of(), Map.of(), 0);

    Place {
      saved = Map.copyOf(saved);
      since = List.copyOf(since);
      forms = Map.copyOf(forms);
    }

    /** Whether a save alone brings the state back. */
    boolean complete() {
      return since.isEmpty();
    }

    Map<String, String> variables() {
      var variables = new HashMap<String, String>();
      saved.forEach((name, dumped) -> variables.put(name, dumped.encoded()));
      return variables;
    }

    /** The forms after changes to the saved variables. */
    Map<String, Dumped> after(VariableChanges changes) {
      var after = new HashMap<>(saved);
      after.putAll(changes.changed());
      changes.removed().forEach(after::remove);
      return after;
    }
  }

  void ran(Recorded recorded) {
    since.add(recorded);
    ran++;
  }

  void changed(VariableChanges changes) {
    changes.changed().forEach(this::changed);
    changes.removed().forEach(forms::remove);
    changes
        .inexact()
        .forEach(
            (name, reason) -> {
              if (reason.isBlank()) {
                throw new Contradiction(new Finding(Kind.UNNAMED, "live", name, "inexact", reason));
              }
            });
  }

  private void changed(String name, Dumped dumped) {
    if (!Sha256.of(dumped.encoded()).equals(dumped.digest())) {
      throw new IllegalStateException("the digest of '" + name + "' is not that of its form");
    }
    forms.put(name, dumped);
  }

  /** A turn has ended with this save. */
  void saved(VariableChanges changes) {
    changed(changes);
    if (changes.inexact().isEmpty()) {
      saved = Map.copyOf(forms);
      since.clear();
    }
  }

  Place place() {
    return new Place(saved, since, forms, ran);
  }
}
