package dev.fractal.node;

import dev.fractal.entity.StoredStates;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.catalog.OpenAsk;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalRow;
import dev.fractal.persistence.outline.Outlines;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.state.SessionState;
import dev.fractal.view.SessionReader;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads an embedded store that no node has open. */
record StoreReader(Store store) implements SessionReader {
  @Override
  public List<JournalEntry> events(SessionId session) {
    return store.journal().read(session, 1, Long.MAX_VALUE);
  }

  @Override
  public List<JournalEntry> events(SessionId session, long from, int limit) {
    return store.journal().read(session, from, from + limit - 1);
  }

  @Override
  public List<CatalogRow> sessions(int limit) {
    return store.catalog().list(limit);
  }

  @Override
  public Optional<CatalogRow> session(SessionId session) {
    return store.catalog().find(session);
  }

  @Override
  public List<OpenAsk> asks(Optional<SessionId> root, int limit) {
    return store.catalog().asked(root, limit).stream()
        .flatMap(row -> row.waiting().asks().stream())
        .sorted(Comparator.comparing(OpenAsk::since))
        .limit(limit)
        .toList();
  }

  @Override
  public List<CatalogRow> tree(SessionId root) {
    return store.catalog().tree(root);
  }

  @Override
  public long highest(SessionId session) {
    return store.journal().highest(session);
  }

  @Override
  public List<JournalRow> span(SessionId root, long from, long to, int limit) {
    return store.wholeJournal().span(root, from, to, limit);
  }

  @Override
  public List<CatalogRow> sessions(CatalogRow after, int limit) {
    return store.catalog().list(after, limit);
  }

  @Override
  public List<CatalogRow> children(Collection<SessionId> parents) {
    return store.catalog().children(parents);
  }

  @Override
  public Outlines outlines() {
    return store.outlines();
  }

  @Override
  public SessionState state(SessionId session) {
    return new StoredStates(store.journal(), store.snapshots(SessionState.class)).now(session);
  }

  @Override
  public List<JournalEntry> at(SessionId session, Collection<Long> numbers) {
    return store.journal().at(session, numbers);
  }

  @Override
  public List<JournalEntry> only(
      SessionId session, long from, long to, Set<Class<? extends SessionEvent>> types) {
    return store.journal().only(session, from, to, types);
  }

  @Override
  public List<Long> places(long from, int limit) {
    return store.wholeJournal().places(from, limit);
  }

  @Override
  public Optional<Instant> written(long from) {
    return store.wholeJournal().written(from);
  }

  @Override
  public long place(SessionId session, long event) {
    return store.wholeJournal().place(session, event);
  }

  @Override
  public long newest() {
    return store.wholeJournal().newest();
  }

  @Override
  public PayloadStore payloads() {
    return store.payloads();
  }

  @Override
  public void close() {
    store.close();
  }
}
