package dev.fractal.persistence.journal;

import dev.fractal.protocol.event.SessionEvent;
import java.util.ArrayList;
import java.util.List;

/**
 * Events of one session that are written together and share a row of the journal, under the
 * sequence number of the first of them. The events keep their own numbers: the row after a batch of
 * three that stands at 7 stands at 10.
 *
 * @param events two of them or more, at most {@link #MOST}
 */
record EventBatch(List<SessionEvent> events) {
  /** Events of a row at most: who looks for an event finds its row so many numbers before it. */
  static final int MOST = 16;

  /** What the manifests of a row may take together, in characters: the width of its column. */
  private static final int MANIFESTS = 255;

  EventBatch {
    events = List.copyOf(events);
    if (events.size() < 2 || events.size() > MOST) {
      throw new IllegalArgumentException("a batch of " + events.size() + " events has no row");
    }
  }

  /** Events in their order, cut into the rows that they are stored in. */
  static List<List<SessionEvent>> rows(EventCodec codec, List<SessionEvent> events) {
    var rows = new ArrayList<List<SessionEvent>>();
    var row = new ArrayList<SessionEvent>();
    int width = 0;
    for (var event : events) {
      int more = codec.manifest(event).length() + 1;
      if (row.size() == MOST || width + more > MANIFESTS) {
        rows.add(List.copyOf(row));
        row.clear();
        width = 0;
      }
      row.add(event);
      width += more;
    }
    rows.add(List.copyOf(row));
    return rows;
  }
}
