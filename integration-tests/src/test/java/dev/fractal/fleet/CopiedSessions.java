package dev.fractal.fleet;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.catalog.CatalogRow.Family;
import dev.fractal.persistence.catalog.CatalogRow.Waiting;
import dev.fractal.persistence.catalog.OpenAsk;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalWriter.Write;
import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.TimerSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sessions that stand where another one does, written without its models and cells. */
final class CopiedSessions {
  private static final int TOGETHER = 500;

  private final Store store;
  private final List<SessionEvent> events;
  private final CatalogRow row;
  private final List<Write> writes = new ArrayList<>();
  private final List<CatalogRow> rows = new ArrayList<>();

  /** Copies of a session that waits and is listed. */
  CopiedSessions(Store store, SessionId original) {
    this.store = store;
    this.events =
        store.journal().read(original, 1, Long.MAX_VALUE).stream()
            .map(JournalEntry::event)
            .toList();
    this.row = store.catalog().find(original).orElseThrow();
  }

  /**
   * One more.
   *
   * @param due until when its timers run; nothing else of it changes
   */
  void add(SessionId id, Optional<Instant> due) {
    var copied = events.stream().map(event -> copy(event, id, due)).toList();
    writes.add(new Write(id, 1, copied));
    var asks = row.waiting().asks().stream().map(ask -> copy(ask, id)).toList();
    rows.add(
        new CatalogRow(
            id,
            row.sequence(),
            row.status(),
            new Family(Optional.empty(), id),
            row.progress(),
            new Waiting(due.or(row.waiting()::due), asks),
            row.started(),
            row.changed()));
    if (writes.size() == TOGETHER) {
      flush();
    }
  }

  /** Stores those that are not yet stored. */
  void flush() {
    store.journalWriter().append(writes);
    store.catalog().upsert(rows);
    writes.clear();
    rows.clear();
  }

  private static SessionEvent copy(SessionEvent event, SessionId id, Optional<Instant> due) {
    return switch (event) {
      case SessionStarted started -> new SessionStarted(id, started.spec(), started.at());
      case TimerSet set ->
          new TimerSet(
              set.turn(), set.step(), set.cell(), set.call(), due.orElse(set.due()), set.at());
      case SessionEvent same -> same;
    };
  }

  private static OpenAsk copy(OpenAsk open, SessionId id) {
    var ask = open.ask();
    return new OpenAsk(
        new AskId(id, ask.turn(), ask.step(), ask.cell(), ask.call()),
        open.to(),
        open.question(),
        open.since(),
        open.due(),
        open.approves());
  }
}
