package dev.fractal.http.wire;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.catalog.OpenAsk;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalRow;
import dev.fractal.persistence.outline.Outlines;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.state.SessionState;
import dev.fractal.view.SessionReader;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** A reader that asks the store a bounded number of questions at a time; the others wait. */
public record ThrottledReader(SessionReader reader, Semaphore permits) implements SessionReader {
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
  public List<OpenAsk> asks(Optional<SessionId> root, int limit) {
    return within(() -> reader.asks(root, limit));
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
  public List<CatalogRow> sessions(CatalogRow after, int limit) {
    return within(() -> reader.sessions(after, limit));
  }

  @Override
  public List<CatalogRow> children(Collection<SessionId> parents) {
    return within(() -> reader.children(parents));
  }

  @Override
  public Outlines outlines() {
    return new ThrottledOutlines(reader.outlines(), permits);
  }

  @Override
  public SessionState state(SessionId session) {
    return within(() -> reader.state(session));
  }

  @Override
  public List<JournalEntry> at(SessionId session, Collection<Long> numbers) {
    return within(() -> reader.at(session, numbers));
  }

  @Override
  public List<JournalEntry> only(
      SessionId session, long from, long to, Set<Class<? extends SessionEvent>> types) {
    return within(() -> reader.only(session, from, to, types));
  }

  @Override
  public List<Long> places(long from, int limit) {
    return within(() -> reader.places(from, limit));
  }

  @Override
  public Optional<Instant> written(long from) {
    return within(() -> reader.written(from));
  }

  @Override
  public long place(SessionId session, long event) {
    return within(() -> reader.place(session, event));
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
