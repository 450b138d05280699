package dev.fractal.session.decide;

import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.session.state.Core;
import dev.fractal.session.state.SessionState.Live;

/** How a turn opens: a transcript that has grown too long is compacted first. */
final class TurnOpening {
  private TurnOpening() {}

  static void open(Draft draft, Core core, int turn, TurnRequest request, NodeStamp world) {
    if (world.lacksToolsOf(core.spec())) {
      var why = world.mismatch(core.id(), core.spec()).orElse("");
      TurnEnding.drop(draft, turn, TurnStatus.ERROR, why);
      return;
    }
    if (core.transcript().chars() > world.compactAbove() && draft.state() instanceof Live live) {
      Compaction.compact(draft, live.core());
    }
    draft.add(new TurnOpened(turn, request, draft.now()));
    if (core.spec().budget().isOver(draft.now())) {
      TurnEnding.end(draft, TurnEnding.overdue(), 0);
    } else {
      TurnEnding.goOn(draft);
    }
  }
}
