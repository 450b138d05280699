package dev.fractal.telemetry.trace;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.telemetry.trace.SpanNames.CellName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads what a trace needs from journals: a turn's events, and the way up to the turn of the root
 * session that it belongs to. It blocks; confined to a thread.
 */
final class TurnJournal {
  private static final int CHUNK = 256;

  /** Events of a child until its turn opens. */
  private static final int BIRTH = 32;

  private static final int KEPT = 1000;

  private final JournalReader journal;

  /** Traces by the name of a turn's cell; children of a cell ask for the same one. */
  private final Map<CellName, String> traces =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<CellName, String> eldest) {
          return size() > KEPT;
        }
      };

  TurnJournal(JournalReader journal) {
    this.journal = journal;
  }

  /** The events from the turn's opening on; none for a turn that never left the queue. */
  List<SessionEvent> events(EndedTurn turn) {
    var newestFirst = new ArrayList<SessionEvent>();
    for (long to = turn.last(); to > 0; to -= CHUNK) {
      for (var entry : journal.read(turn.session(), Math.max(1, to - CHUNK + 1), to).reversed()) {
        var event = entry.event();
        if (event instanceof TurnQueued queued && queued.turn() == turn.turn()) {
          return List.of();
        }
        newestFirst.add(event);
        if (event instanceof TurnOpened opened && opened.turn() == turn.turn()) {
          return newestFirst.reversed();
        }
      }
    }
    return List.of();
  }

  /** Where the span of a turn hangs. What no cell asked for begins a trace of its own. */
  Place place(EndedTurn turn, TurnOpened opened) {
    return turn.descent()
        .parent()
        .flatMap(parent -> asker(parent, opened))
        .flatMap(
            cell ->
                trace(cell, turn.descent().depth())
                    .map(trace -> new Place(trace, Optional.of(cell.span()))))
        .orElseGet(
            () ->
                new Place(
                    SpanNames.trace(turn.session(), turn.started(), turn.turn()),
                    Optional.empty()));
  }

  private static Optional<CellName> asker(SessionId parent, TurnOpened opened) {
    return CellName.asking(opened.request().requestId())
        .filter(cell -> cell.session().equals(parent.value()));
  }

  /** The trace of a cell whose session is that many generations above the root's children. */
  private Optional<String> trace(CellName cell, int depth) {
    var known = Optional.ofNullable(traces.get(cell));
    var found = known.or(() -> depth == 1 ? ofRoot(cell) : ofChild(cell, depth - 1));
    found.ifPresent(trace -> traces.put(cell, trace));
    return found;
  }

  private Optional<String> ofRoot(CellName cell) {
    var root = new SessionId(cell.session());
    return entries(root, 1)
        .filter(SessionStarted.class::isInstance)
        .map(started -> SpanNames.trace(root, started.at(), cell.turn()))
        .findFirst();
  }

  private Optional<String> ofChild(CellName cell, int depth) {
    return entries(new SessionId(cell.session()), BIRTH)
        .filter(TurnOpened.class::isInstance)
        .map(TurnOpened.class::cast)
        .filter(opened -> opened.turn() == cell.turn())
        .findFirst()
        .flatMap(opened -> CellName.asking(opened.request().requestId()))
        .flatMap(above -> trace(above, depth));
  }

  private Stream<SessionEvent> entries(SessionId session, int most) {
    return journal.read(session, 1, most).stream().map(JournalEntry::event);
  }
}
