package dev.fractal.http.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Ranges of places that were not there when they were passed, lowest first. */
record Gaps(List<Range> ranges) {
  static final Gaps NONE = new Gaps(List.of());

  Gaps {
    ranges = List.copyOf(ranges);
  }

  /**
   * Places that were not there.
   *
   * @param last the last one, inclusive
   * @param passed when the row behind it was written, in milliseconds since 1970; what has not come
   *     long after that never will
   */
  record Range(long first, long last, long passed) {
    /** Its part between two places, inclusive, if there is one. */
    private List<Range> within(long from, long to) {
      long begin = Math.max(first, from);
      long end = Math.min(last, to);
      return begin <= end ? List.of(new Range(begin, end, passed)) : List.of();
    }
  }

  boolean contains(long place) {
    return ranges.stream().anyMatch(range -> range.first <= place && place <= range.last);
  }

  Gaps plus(Range range) {
    var more = new ArrayList<>(ranges);
    more.add(range);
    more.sort((a, b) -> Long.compare(a.first, b.first));
    return new Gaps(more);
  }

  /**
   * Without some places.
   *
   * @param last inclusive
   */
  Gaps without(long first, long last) {
    var rest = new ArrayList<Range>();
    for (var range : ranges) {
      rest.addAll(range.within(Long.MIN_VALUE, first - 1));
      rest.addAll(range.within(last + 1, Long.MAX_VALUE));
    }
    return new Gaps(rest);
  }

  /** Those of the places that somebody lacks who has come to a place and has gaps too. */
  Gaps missing(long place, Gaps theirs) {
    var rest = new ArrayList<Range>();
    for (var range : ranges) {
      for (var open : theirs.ranges) {
        rest.addAll(range.within(open.first, Math.min(open.last, place)));
      }
      rest.addAll(range.within(place + 1, Long.MAX_VALUE));
    }
    return new Gaps(rest);
  }

  /** Those that may still come: passed after a time. */
  Gaps since(long millis) {
    return new Gaps(ranges.stream().filter(range -> range.passed >= millis).toList());
  }

  String wire(char mark) {
    var wire = new StringBuilder();
    ranges.forEach(range -> wire.append(mark).append(range.first).append('-').append(range.last));
    return wire.toString();
  }

  /** Reads the wire form; the ranges count as passed at the end of time, until somebody knows. */
  static Optional<Gaps> read(String wire, char mark) {
    var ranges = new ArrayList<Range>();
    for (var part : wire.split(Pattern.quote(String.valueOf(mark)), -1)) {
      int dash = part.indexOf('-');
      var first = Cursor.number(part.substring(0, Math.max(0, dash)));
      var last = Cursor.number(part.substring(dash + 1));
      if (first.isEmpty() || last.isEmpty() || first.get() > last.get()) {
        return Optional.empty();
      }
      ranges.add(new Range(first.get(), last.get(), Long.MAX_VALUE));
    }
    return Optional.of(new Gaps(ranges));
  }
}
