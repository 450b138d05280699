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
 * Writers commit out of order, so places ({@link TreePlaces}) that are missing when they are passed
 * are looked at again until {@link #SETTLED} after they were passed.
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
    var from = new Cursor(after.place(), dated(after.gaps()).since(settled));
    var scan = new TreeScan(from, settled, this::belongs);
    // From the newest place backwards: what a session wrote before a row that is found is there by
    // then, and is found after it.
    var rows = reader.span(root(), TreePlaces.row(after.place() + 1), Long.MAX_VALUE, PAGE);
    var late = new ArrayList<List<JournalRow>>();
    for (var range : from.gaps().ranges().reversed()) {
      long first = TreePlaces.row(range.first());
      late.addFirst(reader.span(root(), first, TreePlaces.row(range.last()), PAGE));
    }
    late.forEach(found -> found.forEach(scan::late));
    rows.forEach(scan::next);
    return new Page(scan.events(), scan.cursor(), rows.size() == PAGE);
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
    return before(Math.max(TreePlaces.row(beginning().place() + 1), reader.newest() - NEAR));
  }

  private static Cursor before(long row) {
    return Cursor.at(TreePlaces.first(row) - 1);
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
}
