package dev.fractal.http;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalRow;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.SessionReader;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** A reader that asks the store a bounded number of questions at a time; the others wait. */
record ThrottledReader(SessionReader reader, Semaphore permits) implements SessionReader {
  @Override
  public List<JournalEntry> events(SessionId session) {
    return within(() -> reader.events(session));
  }

  @Override
  public List<JournalEntry> events(SessionId session, long from, int limit) {
    return within(() -> reader.events(session, from, limit));
  }

  @Override
  public List<CatalogRow> sessions(int limit) {
    return within(() -> reader.sessions(limit));
  }

  @Override
  public Optional<CatalogRow> session(SessionId session) {
    return within(() -> reader.session(session));
  }

  @Override
  public List<CatalogRow> tree(SessionId root) {
    return within(() -> reader.tree(root));
  }

  @Override
  public long highest(SessionId session) {
    return within(() -> reader.highest(session));
  }

  @Override
  public List<JournalRow> span(SessionId root, long from, long to, int limit) {
    return within(() -> reader.span(root, from, to, limit));
  }

  @Override
  public long first(SessionId session) {
    return within(() -> reader.first(session));
  }

  @Override
  public long newest() {
    return within(reader::newest);
  }

  @Override
  public PayloadStore payloads() {
    return reader.payloads();
  }

  @Override
  public void close() {
    // The store is its owner's to close.
  }

  private <T> T within(Supplier<T> read) {
    permits.acquireUninterruptibly();
    try {
      return read.get();
    } finally {
      permits.release();
    }
  }
}
