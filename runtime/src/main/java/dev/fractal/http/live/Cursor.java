package dev.fractal.http.live;

import java.util.Optional;

/**
 * How far a reader has come in a stream: up to a place, except for some places before it that had
 * not been written when it passed them.
 */
record Cursor(long place, Gaps gaps) {
  /** Before everything, wherever that is. */
  static final Cursor BEGINNING = at(-1);

  private static final char MARK = '.';

  static Cursor at(long place) {
    return new Cursor(place, Gaps.NONE);
  }

  /** Whether an event has been read. */
  boolean has(RecordedEvents event) {
    long there = event.places().first();
    return there <= place && !gaps.contains(there);
  }

  /** The cursor of a reader that had this one and has read one event more. */
  Cursor plus(RecordedEvents event) {
    var places = event.places();
    return places.first() <= place
        ? new Cursor(place, gaps.without(places.first(), places.last()))
        : new Cursor(event.at().place, event.at().gaps.missing(place, gaps));
  }

  /** What a reader sends to go on from here: {@code 17} or {@code 17.12-12.14-15}. */
  String wire() {
    return place + gaps.wire(MARK);
  }

  /** Reads the wire form; empty when it is none. */
  static Optional<Cursor> read(String wire) {
    int mark = wire.indexOf(MARK);
    var place = number(mark < 0 ? wire : wire.substring(0, mark));
    var gaps = mark < 0 ? Optional.of(Gaps.NONE) : Gaps.read(wire.substring(mark + 1), MARK);
    return place.flatMap(there -> gaps.map(open -> new Cursor(there, open)));
  }

  static Optional<Long> number(String text) {
    return text.matches("\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }
}
