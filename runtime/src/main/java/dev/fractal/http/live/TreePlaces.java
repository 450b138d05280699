package dev.fractal.http.live;

import dev.fractal.persistence.journal.JournalRow;

/**
 * The order of a tree's events: each row of the journal of all sessions has {@link JournalRow#MOST}
 * places, one for each event that it may hold. What its events do not need goes to the last one.
 */
final class TreePlaces {
  private TreePlaces() {}

  /** The first place of a row. */
  static long first(long row) {
    return row * JournalRow.MOST;
  }

  /** The row that a place belongs to. */
  static long row(long place) {
    return place / JournalRow.MOST;
  }

  /** All places of a row. */
  static Recorded.Places of(JournalRow row) {
    return new Recorded.Places(first(row.place()), first(row.place() + 1) - 1);
  }

  /** The places that an event of a row takes, counted from 0. */
  static Recorded.Places of(JournalRow row, int event) {
    var all = of(row);
    long own = all.first() + event;
    return new Recorded.Places(own, event == row.events().size() - 1 ? all.last() : own);
  }
}
