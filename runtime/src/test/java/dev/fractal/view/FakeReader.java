package dev.fractal.view;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalRow;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store in memory, open for reading. */
public record FakeReader(
    Map<SessionId, List<JournalEntry>> journals, List<CatalogRow> rows, PayloadStore payloads)
    implements SessionReader {
  @Override
  public List<JournalEntry> events(SessionId session) {
    return journals.getOrDefault(session, List.of());
  }

  @Override
  public List<JournalEntry> events(SessionId session, long from, int limit) {
    return events(session).stream().filter(entry -> entry.sequence() >= from).limit(limit).toList();
  }

  @Override
  public List<CatalogRow> sessions(int limit) {
    return rows.stream().limit(limit).toList();
  }

  @Override
  public Optional<CatalogRow> session(SessionId session) {
    return rows.stream().filter(row -> row.session().equals(session)).findFirst();
  }

  @Override
  public List<CatalogRow> tree(SessionId root) {
    return rows.stream().filter(row -> row.family().root().equals(root)).toList();
  }

  @Override
  public long highest(SessionId session) {
    return events(session).size();
  }

  @Override
  public List<JournalRow> span(SessionId root, long from, long to, int limit) {
    throw new UnsupportedOperationException("no verb reads the journal of all sessions");
  }

  @Override
  public List<Long> places(long from, int limit) {
    throw new UnsupportedOperationException("no verb reads the journal of all sessions");
  }

  @Override
  public Optional<Instant> written(long from) {
    throw new UnsupportedOperationException("no verb reads the journal of all sessions");
  }

  @Override
  public long place(SessionId session, long event) {
    throw new UnsupportedOperationException("no verb reads the journal of all sessions");
  }

  @Override
  public long newest() {
    throw new UnsupportedOperationException("no verb reads the journal of all sessions");
  }

  @Override
  public void close() {}
}
