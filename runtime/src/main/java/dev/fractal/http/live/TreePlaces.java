package dev.fractal.http.live;

import dev.fractal.persistence.journal.JournalRow;
import dev.fractal.protocol.SessionId;
import java.util.Optional;
import java.util.stream.IntStream;

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

  /** The last place of a row. */
  static long last(long row) {
    return first(row + 1) - 1;
  }

  /** The row that a place belongs to. */
  static long row(long place) {
    return place / JournalRow.MOST;
  }

  /** All places of a row. */
  static RecordedEvents.Places of(JournalRow row) {
    return new RecordedEvents.Places(first(row.place()), last(row.place()));
  }

  /** The places that a session's event of a number takes; empty when it is not in the row. */
  static Optional<RecordedEvents.Places> of(JournalRow row, SessionId session, long number) {
    return IntStream.range(0, row.events().size())
        .filter(i -> row.events().get(i).session().equals(session))
        .filter(i -> row.events().get(i).entry().sequence() == number)
        .mapToObj(i -> of(row, i))
        .findFirst();
  }

  /** The places that an event of a row takes, counted from 0. */
  static RecordedEvents.Places of(JournalRow row, int event) {
    var all = of(row);
    long own = all.first() + event;
    return new RecordedEvents.Places(own, event == row.events().size() - 1 ? all.last() : own);
  }
}
