package dev.fractal.session.state;

import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.SessionState.Live;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Children that no cell waits for any more: their turn was aborted before they settled. */
final class Orphans {
  private Orphans() {}

  /** Whether there are some; a session that has them is not finished. */
  static boolean any(Live state) {
    return !of(state).isEmpty();
  }

  /** The work of ending them, one for each. */
  static List<Work> of(Live state) {
    var open = state.core().account().ledger().open().keySet();
    if (open.isEmpty()) {
      return List.of();
    }
    var orphans = new HashSet<>(open);
    if (state instanceof InStep at) {
      at.open().map(call -> at.core().child(at.key(call.call()))).forEach(orphans::remove);
    }
    return orphans.stream().sorted().<Work>map(Work.EndChild::new).toList();
  }

  static List<Work> before(Live state, Work work) {
    var orphans = of(state);
    if (orphans.isEmpty()) {
      return List.of(work);
    }
    var works = new ArrayList<>(orphans);
    works.add(work);
    return works;
  }
}
