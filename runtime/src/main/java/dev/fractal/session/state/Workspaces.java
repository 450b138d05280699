package dev.fractal.session.state;

import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.event.ReplayStep;
import dev.fractal.protocol.event.SavedVariable;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.Workspace;
import dev.fractal.protocol.event.Workspace.Anchor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How events change a workspace. */
final class Workspaces {
  private Workspaces() {}

  static Workspace withInputs(Workspace at, Map<String, InputRef> more) {
    if (more.isEmpty()) {
      return at;
    }
    var inputs = new HashMap<>(at.inputs());
    inputs.putAll(more);
    return new Workspace(at.saved(), at.digests(), inputs, at.replay(), at.anchor());
  }

  static Workspace evaluated(Workspace at, StepRecord step, CellsEvaluated event) {
    var digests = new HashMap<>(at.digests());
    digests.putAll(event.variables());
    event.removed().forEach(digests::remove);
    var replay = new ArrayList<>(at.replay());
    replay.add(new ReplayStep(Optional.empty(), event.turn(), step, at.inputs(), event.cells()));
    var anchor = new Anchor(at.anchor().generation(), event.turn(), event.step());
    return new Workspace(at.saved(), digests, at.inputs(), replay, anchor);
  }

  /** A complete save replaces the replay; an incomplete one leaves it, and grows with it. */
  static Workspace saved(Workspace at, VariablesSaved event) {
    if (!event.complete()) {
      return at;
    }
    var saved = new HashMap<String, SavedVariable>(at.saved());
    saved.putAll(event.saved());
    event.removed().forEach(saved::remove);
    return new Workspace(saved, at.digests(), at.inputs(), List.of(), at.anchor());
  }

  /** As it was, but for the inputs: they are the session's and immutable. */
  static Workspace rolledBack(Workspace at, Workspace before) {
    return withInputs(selected(at, before), at.inputs());
  }

  static Workspace selected(Workspace at, Workspace older) {
    var anchor =
        new Anchor(at.anchor().generation() + 1, older.anchor().turn(), older.anchor().step());
    return new Workspace(older.saved(), older.digests(), older.inputs(), older.replay(), anchor);
  }
}
