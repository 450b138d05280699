package dev.fractal.http.live;

import dev.fractal.persistence.journal.JournalRow;
import dev.fractal.protocol.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One pass over rows of the journal; the cursor moves with every event. For one thread. */
final class TreeScan {
  private final List<Recorded> events = new ArrayList<>();
  private final long settled;
  private final Predicate<SessionId> belongs;
  private Cursor cursor;

  /**
   * A pass from a cursor on.
   *
   * @param settled what is missing before a row that was written earlier than this, in milliseconds
   *     since 1970, does not come any more
   */
  TreeScan(Cursor cursor, long settled, Predicate<SessionId> belongs) {
    this.cursor = cursor;
    this.settled = settled;
    this.belongs = belongs;
  }

  List<Recorded> events() {
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

  private void fill(Recorded.Places places) {
    cursor = new Cursor(cursor.place(), cursor.gaps().without(places.first(), places.last()));
  }

  /** The next row, or one in whose middle the cursor is. */
  void next(JournalRow row) {
    var all = TreePlaces.of(row);
    long had = cursor.place();
    var gaps = cursor.gaps();
    long written = row.written().toEpochMilli();
    if (all.first() > had + 1 && written >= settled) {
      gaps = gaps.plus(new Gaps.Range(had + 1, all.first() - 1, written));
    }
    for (int i = 0; i < row.events().size(); i++) {
      var places = TreePlaces.of(row, i);
      if (places.first() > had) {
        cursor = new Cursor(places.last(), gaps);
        add(row.events().get(i), places);
      }
    }
    cursor = new Cursor(all.last(), gaps);
  }

  private void add(JournalRow.Event event, Recorded.Places places) {
    if (belongs.test(event.session())) {
      events.add(new Recorded(places, event.session(), event.entry(), cursor));
    }
  }
}
