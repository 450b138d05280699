package dev.fractal.node;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalRow;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.SessionReader;
import java.util.List;
import java.util.Optional;

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
  public long first(SessionId session) {
    return store.wholeJournal().first(session);
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
