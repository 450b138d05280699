package dev.fractal.http.live;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalRow;
import dev.fractal.persistence.payload.InMemoryPayloadStore;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.view.SessionReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A store in memory whose journal grows; a row may be begun now and committed later. */
public final class MemoryStore implements SessionReader {
  private final TreeMap<Long, JournalRow> rows = new TreeMap<>();
  private final Map<SessionId, Long> numbers = new HashMap<>();
  private final List<CatalogRow> catalog = new ArrayList<>();
  private final InMemoryPayloadStore payloads = new InMemoryPayloadStore();
  private long places;
  private int reads;
  private Runnable meanwhile = () -> {};

  /** An event that has its place and is not there yet. */
  public interface Begun {
    void commit();
  }

  public synchronized void add(SessionId session, SessionEvent event) {
    begin(session, Instant.now(), event).commit();
  }

  /** Begins a row with the events of one write. */
  public synchronized Begun begin(SessionId session, Instant written, SessionEvent... events) {
    long place = ++places;
    var entries = new ArrayList<JournalRow.Event>();
    for (var event : events) {
      var entry = new JournalEntry(numbers.merge(session, 1L, Long::sum), event);
      entries.add(new JournalRow.Event(session, entry));
    }
    var row = new JournalRow(place, written, entries);
    return () -> {
      synchronized (this) {
        rows.put(place, row);
      }
    };
  }

  public synchronized void list(CatalogRow row) {
    catalog.add(row);
  }

  /** Something that happens when the newest place has been read and before anything else is. */
  public synchronized void meanwhile(Runnable event) {
    meanwhile = event;
  }

  /** How often a journal was read. */
  public synchronized int reads() {
    return reads;
  }

  @Override
  public synchronized List<JournalEntry> events(SessionId session) {
    reads++;
    return rows.values().stream()
        .flatMap(row -> row.events().stream())
        .filter(event -> event.session().equals(session))
        .map(JournalRow.Event::entry)
        .sorted((a, b) -> Long.compare(a.sequence(), b.sequence()))
        .toList();
  }

  @Override
  public List<JournalEntry> events(SessionId session, long from, int limit) {
    return events(session).stream().filter(entry -> entry.sequence() >= from).limit(limit).toList();
  }

  @Override
  public synchronized List<CatalogRow> sessions(int limit) {
    return catalog.stream().limit(limit).toList();
  }

  @Override
  public synchronized Optional<CatalogRow> session(SessionId session) {
    return catalog.stream().filter(row -> row.session().equals(session)).findFirst();
  }

  @Override
  public synchronized List<CatalogRow> tree(SessionId root) {
    return catalog.stream().filter(row -> row.family().root().equals(root)).toList();
  }

  @Override
  public long highest(SessionId session) {
    return events(session).stream().mapToLong(JournalEntry::sequence).max().orElse(0);
  }

  @Override
  public synchronized List<JournalRow> span(SessionId root, long from, long to, int limit) {
    reads++;
    var found =
        rows.subMap(from, true, to, true).values().stream()
            .filter(row -> row.events().stream().anyMatch(event -> isNear(root, event.session())))
            .limit(limit)
            .toList();
    return found;
  }

  private static boolean isNear(SessionId root, SessionId session) {
    return session.equals(root) || session.value().startsWith(root.value() + "~");
  }

  @Override
  public synchronized List<Long> places(long from, int limit) {
    return rows.tailMap(from, true).keySet().stream().limit(limit).toList();
  }

  @Override
  public synchronized Optional<Instant> written(long from) {
    return Optional.ofNullable(rows.ceilingEntry(from)).map(row -> row.getValue().written());
  }

  @Override
  public synchronized long place(SessionId session, long event) {
    return rows.values().stream()
        .filter(row -> TreePlaces.of(row, session, event).isPresent())
        .mapToLong(JournalRow::place)
        .findFirst()
        .orElse(0);
  }

  @Override
  public synchronized long newest() {
    long newest = rows.isEmpty() ? 0 : rows.lastKey();
    var event = meanwhile;
    meanwhile = () -> {};
    event.run();
    return newest;
  }

  @Override
  public PayloadStore payloads() {
    return payloads;
  }

  @Override
  public void close() {}
}
