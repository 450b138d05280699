package dev.fractal.http.live;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalRow;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.view.SessionReader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The events of a session and everything below it, in the order of the journal of all sessions.
 * Writers commit out of order, so a place that is missing when it is passed is looked at again
 * until {@link #SETTLED} after it was passed.
 */
final class TreeLog implements EventLog {
  /** Longer than a commit and the difference of two nodes' clocks take together. */
  static final long SETTLED = 10_000;

  private static final int PAGE = 1_000;
  private static final int NEAR = 2_000;

  private final SessionId top;
  private final SessionReader reader;
  private final Clock clock;
  private final ConcurrentMap<SessionId, SessionId> roots = new ConcurrentHashMap<>();
  private final ConcurrentMap<SessionId, Optional<SessionId>> parents = new ConcurrentHashMap<>();

  TreeLog(SessionId top, SessionReader reader, Clock clock) {
    this.top = top;
    this.reader = reader;
    this.clock = clock;
  }

  /** The session at the top of the whole tree, whose id begins those of all its members. */
  private SessionId root() {
    return roots.computeIfAbsent(
        top, id -> descent(reader.events(id, 1, 1)).flatMap(Descent::root).orElse(id));
  }

  private static Optional<Descent> descent(List<JournalEntry> begin) {
    return begin.stream()
        .map(JournalEntry::event)
        .filter(SessionStarted.class::isInstance)
        .map(event -> ((SessionStarted) event).spec().descent())
        .findFirst();
  }

  @Override
  public Page read(Cursor after) {
    long settled = clock.millis() - SETTLED;
    var scan = new Scan(new Cursor(after.place(), dated(after.gaps()).since(settled)), settled);
    // From the newest place backwards: what a session wrote before a row that is found is there by
    // then, and is found after it.
    var rows = reader.span(root(), after.place() + 1, Long.MAX_VALUE, PAGE);
    var late = new ArrayList<List<JournalRow>>();
    for (var range : scan.cursor.gaps().ranges().reversed()) {
      late.addFirst(reader.span(root(), range.first(), range.last(), PAGE));
    }
    late.forEach(found -> found.forEach(scan::late));
    rows.forEach(scan::next);
    return new Page(scan.events, scan.cursor, rows.size() == PAGE);
  }

  /** Gaps that a reader brought along are as old as its return. */
  private Gaps dated(Gaps gaps) {
    return new Gaps(
        gaps.ranges().stream()
            .map(
                range ->
                    range.passed() == Long.MAX_VALUE
                        ? new Gaps.Range(range.first(), range.last(), clock.millis())
                        : range)
            .toList());
  }

  @Override
  public Cursor beginning() {
    return Cursor.at(Math.max(0, reader.first(top) - 1));
  }

  @Override
  public Cursor nearEnd() {
    return Cursor.at(Math.max(beginning().place(), reader.newest() - NEAR));
  }

  @Override
  public Set<SessionId> members() {
    var members = ConcurrentHashMap.<SessionId>newKeySet();
    members.add(top);
    parents.keySet().stream().filter(this::belongs).forEach(members::add);
    return members;
  }

  private boolean belongs(SessionId session) {
    var at = Optional.of(session);
    for (int depth = 0; at.isPresent() && depth < 1_000; depth++) {
      if (at.get().equals(top)) {
        return true;
      }
      at = parent(at.get());
    }
    return false;
  }

  private Optional<SessionId> parent(SessionId session) {
    return parents.computeIfAbsent(
        session, id -> descent(reader.events(id, 1, 1)).flatMap(Descent::parent));
  }

  /** One pass over rows; the cursor moves with every one. */
  private final class Scan {
    private final List<Recorded> events = new ArrayList<>();
    private final long settled;
    private Cursor cursor;

    Scan(Cursor cursor, long settled) {
      this.cursor = cursor;
      this.settled = settled;
    }

    void late(JournalRow row) {
      cursor = new Cursor(cursor.place(), cursor.gaps().without(row.place()));
      add(row);
    }

    void next(JournalRow row) {
      long written = row.written().toEpochMilli();
      var gaps = cursor.gaps();
      if (row.place() > cursor.place() + 1 && written >= settled) {
        gaps = gaps.plus(new Gaps.Range(cursor.place() + 1, row.place() - 1, written));
      }
      cursor = new Cursor(row.place(), gaps);
      add(row);
    }

    private void add(JournalRow row) {
      row.event()
          .filter(event -> belongs(event.session()))
          .ifPresent(
              event ->
                  events.add(new Recorded(row.place(), event.session(), event.entry(), cursor)));
    }
  }
}
