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
 * The events of a session and everything below it, in the order of the journal of all sessions. A
 * row of the journal has {@link JournalRow#MOST} places, one for each event that it may hold; what
 * its events do not need goes to the last of them. Writers commit out of order, so places that are
 * missing when they are passed are looked at again until {@link #SETTLED} after they were passed.
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
    var rows = reader.span(root(), row(after.place() + 1), Long.MAX_VALUE, PAGE);
    var late = new ArrayList<List<JournalRow>>();
    for (var range : scan.cursor.gaps().ranges().reversed()) {
      late.addFirst(reader.span(root(), row(range.first()), row(range.last()), PAGE));
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
    return before(Math.max(1, reader.first(top)));
  }

  @Override
  public Cursor nearEnd() {
    return before(Math.max(row(beginning().place() + 1), reader.newest() - NEAR));
  }

  private static Cursor before(long row) {
    return Cursor.at(first(row) - 1);
  }

  /** The first place of a row. */
  private static long first(long row) {
    return row * JournalRow.MOST;
  }

  /** The row that a place belongs to. */
  private static long row(long place) {
    return place / JournalRow.MOST;
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
      var missing = cursor.gaps();
      for (int i = 0; i < row.events().size(); i++) {
        long place = first(row.place()) + i;
        if (missing.contains(place)) {
          cursor = new Cursor(cursor.place(), cursor.gaps().without(place, last(row, i)));
          add(row, i);
        }
      }
      cursor = new Cursor(cursor.place(), cursor.gaps().without(first(row.place()), end(row)));
    }

    void next(JournalRow row) {
      long written = row.written().toEpochMilli();
      var gaps = cursor.gaps();
      if (first(row.place()) > cursor.place() + 1 && written >= settled) {
        gaps = gaps.plus(new Gaps.Range(cursor.place() + 1, first(row.place()) - 1, written));
      }
      long had = cursor.place();
      for (int i = 0; i < row.events().size(); i++) {
        if (first(row.place()) + i > had) {
          cursor = new Cursor(last(row, i), gaps);
          add(row, i);
        }
      }
      cursor = new Cursor(end(row), gaps);
    }

    /** The last place of a row. */
    private static long end(JournalRow row) {
      return first(row.place() + 1) - 1;
    }

    /** The last place that an event of a row takes. */
    private static long last(JournalRow row, int event) {
      return event == row.events().size() - 1 ? end(row) : first(row.place()) + event;
    }

    private void add(JournalRow row, int number) {
      var event = row.events().get(number);
      if (belongs(event.session())) {
        var places = new Recorded.Places(first(row.place()) + number, last(row, number));
        events.add(new Recorded(places, event.session(), event.entry(), cursor));
      }
    }
  }
}
