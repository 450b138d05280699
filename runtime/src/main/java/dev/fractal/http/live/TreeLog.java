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
import java.util.concurrent.atomic.AtomicLong;

/**
 * The events of a session and everything below it, in the order of the journal of all sessions.
 * Writers commit out of order, so places ({@link TreePlaces}) that are missing when they are passed
 * are looked at again until {@link #SETTLED} after they were passed.
 */
final class TreeLog implements EventLog {
  /** Longer than a commit and the difference of two nodes' clocks take together. */
  static final long SETTLED = 10_000;

  /** Places that are looked at at a time. */
  private static final int LOOK = 20_000;

  /** Gaps that are kept open at a time. */
  private static final int GAPS = 64;

  private static final long FIRST_REACH = 500;
  private static final int NEAR = 2_000;

  private final SessionId top;
  private final SessionReader reader;
  private final Clock clock;
  private final AtomicLong horizon = new AtomicLong();
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

  /**
   * What is found is read in this order: which places are taken, the tree's rows, then the gaps
   * before them. What a session wrote before a row that is found is there by then, and what comes
   * in between is either found or a gap.
   */
  @Override
  public Page read(Cursor after, int most) {
    long settled = clock.millis() - SETTLED;
    var from = new Cursor(after.place(), dated(after.gaps()).since(settled));
    long next = TreePlaces.row(after.place() + 1);
    var look = look(next, from.gaps(), settled);
    var rows =
        look.end() < next ? List.<JournalRow>of() : reader.span(root(), next, look.end(), most);
    boolean full = rows.size() == most;
    var missing = look.without(rows);
    var scan = new TreeScan(from, this::belongs);
    fill(scan, from.gaps());
    rows.forEach(this::meet);
    rows.forEach(row -> scan.next(row, missing));
    if (!full) {
      scan.pass(look.end(), missing);
    }
    return new Page(scan.events(), scan.cursor(), full || look.more());
  }

  /** Gaps whose rows have come: only there something is read. */
  private void fill(TreeScan scan, Gaps gaps) {
    if (gaps.ranges().isEmpty()) {
      return;
    }
    long first = TreePlaces.row(gaps.ranges().getFirst().first());
    long last = TreePlaces.row(gaps.ranges().getLast().last());
    var taken =
        reader.places(first, (int) Math.min(LOOK, last - first + 1)).stream()
            .filter(row -> row <= last && gaps.contains(TreePlaces.last(row)))
            .toList();
    for (var range : gaps.ranges()) {
      long from = TreePlaces.row(range.first());
      long to = TreePlaces.row(range.last());
      if (taken.stream().anyMatch(row -> from <= row && row <= to)) {
        reader.span(root(), from, to, LOOK).forEach(scan::late);
      }
    }
    scan.taken(taken);
  }

  /** Which places from a row on are taken, as far as it matters. */
  private Look look(long next, Gaps open, long settled) {
    long newest = reader.newest();
    if (newest < next) {
      return new Look(List.of(), newest, false);
    }
    long begin = Math.max(next, horizon(newest, settled));
    var taken = begin > newest ? List.<Long>of() : reader.places(begin, LOOK);
    boolean full = taken.size() == LOOK;
    long end = full ? taken.getLast() : Math.max(newest, taken.isEmpty() ? 0 : taken.getLast());
    var missing = missing(begin, taken, end);
    int room = Math.max(0, GAPS - open.ranges().size());
    if (missing.size() <= room) {
      return new Look(missing, end, full);
    }
    // Too many open gaps: what is behind them is read when they have closed.
    long stop = TreePlaces.row(missing.get(room).first()) - 1;
    return new Look(missing.subList(0, room), stop, false);
  }

  private List<Gaps.Range> missing(long begin, List<Long> taken, long end) {
    var missing = new ArrayList<Gaps.Range>();
    long expected = begin;
    for (long row : taken) {
      if (row > expected) {
        missing.add(range(expected, row - 1));
      }
      expected = row + 1;
    }
    if (expected <= end) {
      missing.add(range(expected, end));
    }
    return missing;
  }

  private Gaps.Range range(long from, long to) {
    return new Gaps.Range(TreePlaces.first(from), TreePlaces.last(to), clock.millis());
  }

  /** A row before which nothing comes any more: what is before it was written long ago. */
  private long horizon(long newest, long settled) {
    long reach = 0;
    while (newest - reach > horizon.get()) {
      var written = reader.written(newest - reach);
      if (written.filter(time -> time.toEpochMilli() < settled).isPresent()) {
        return horizon.accumulateAndGet(newest - reach + 1, Math::max);
      }
      reach = Math.max(FIRST_REACH, 2 * reach);
    }
    return horizon.get();
  }

  /**
   * What is there from a row on.
   *
   * @param missing ranges of places that are not taken, as far as their rows may still come
   * @param end the last row that is looked at
   */
  private record Look(List<Gaps.Range> missing, long end, boolean more) {
    /** Rows that came after the look are no gaps. */
    List<Gaps.Range> without(List<JournalRow> rows) {
      var gaps = new Gaps(missing);
      for (var row : rows) {
        if (gaps.contains(TreePlaces.first(row.place()))) {
          gaps = gaps.without(TreePlaces.first(row.place()), TreePlaces.last(row.place()));
        }
      }
      return gaps.ranges();
    }
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
    return beforeRow(Math.max(1, reader.place(top, 1)));
  }

  @Override
  public Cursor before(long event) {
    long place = reader.place(top, event);
    return reader.span(root(), place, place, 1).stream()
        .flatMap(row -> TreePlaces.of(row, top, event).stream())
        .findFirst()
        .map(places -> Cursor.at(places.first() - 1))
        .orElseGet(this::beginning);
  }

  @Override
  public Cursor nearEnd() {
    return beforeRow(Math.max(TreePlaces.row(beginning().place() + 1), reader.newest() - NEAR));
  }

  private static Cursor beforeRow(long row) {
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

  /** Who is read from its beginning on tells itself whose child it is. */
  private void meet(JournalRow row) {
    for (var event : row.events()) {
      if (event.entry().event() instanceof SessionStarted start) {
        parents.put(event.session(), start.spec().descent().parent());
      }
    }
  }

  private Optional<SessionId> parent(SessionId session) {
    return parents.computeIfAbsent(
        session, id -> descent(reader.events(id, 1, 1)).flatMap(Descent::parent));
  }
}
