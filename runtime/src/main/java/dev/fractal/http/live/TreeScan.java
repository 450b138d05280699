package dev.fractal.http.live;

import dev.fractal.persistence.journal.JournalRow;
import dev.fractal.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One pass over rows of the journal; the cursor moves with every event. For one thread. */
final class TreeScan {
  private final List<RecordedEvents> events = new ArrayList<>();
  private final Predicate<SessionId> belongs;
  private Cursor cursor;

  /** A pass from a cursor on. */
  TreeScan(Cursor cursor, Predicate<SessionId> belongs) {
    this.cursor = cursor;
    this.belongs = belongs;
  }

  List<RecordedEvents> events() {
    return events;
  }

  Cursor cursor() {
    return cursor;
  }

  /** A row before the cursor, of which places were missing when it was passed. */
  void late(JournalRow row) {
    var missing = cursor.gaps();
    for (int i = 0; i < row.events().size(); i++) {
      var places = TreePlaces.of(row, i);
      if (missing.contains(places.first())) {
        fill(places);
        add(row.events().get(i), places);
      }
    }
    fill(TreePlaces.of(row));
  }

  private void fill(RecordedEvents.Places places) {
    cursor = new Cursor(cursor.place(), cursor.gaps().without(places.first(), places.last()));
  }

  /** Rows that are there and tell this stream nothing. */
  void taken(List<Long> rows) {
    rows.forEach(
        row -> fill(new RecordedEvents.Places(TreePlaces.first(row), TreePlaces.last(row))));
  }

  /**
   * The next row, or one in whose middle the cursor is.
   *
   * @param missing all places up to it that are not taken
   */
  void next(JournalRow row, List<Gaps.Range> missing) {
    var all = TreePlaces.of(row);
    long had = cursor.place();
    var gaps = passing(missing, all.first() - 1);
    for (int i = 0; i < row.events().size(); i++) {
      var places = TreePlaces.of(row, i);
      if (places.first() > had) {
        cursor = new Cursor(places.last(), gaps);
        add(row.events().get(i), places);
      }
    }
    cursor = new Cursor(all.last(), gaps);
  }

  /** Everything up to a row, which is not of this stream. */
  void pass(long row, List<Gaps.Range> missing) {
    if (TreePlaces.last(row) > cursor.place()) {
      cursor = new Cursor(TreePlaces.last(row), passing(missing, TreePlaces.last(row)));
    }
  }

  /** The gaps when the cursor goes on to a place. */
  private Gaps passing(List<Gaps.Range> missing, long to) {
    var gaps = cursor.gaps();
    for (var range : missing) {
      if (range.first() > cursor.place() && range.last() <= to) {
        gaps = gaps.plus(range);
      }
    }
    return gaps;
  }

  private void add(JournalRow.Event event, RecordedEvents.Places places) {
    if (belongs.test(event.session())) {
      events.add(new RecordedEvents(places, event.session(), event.entry(), cursor));
    }
  }
}
