package dev.fractal.persistence.journal;

import dev.fractal.protocol.SessionId;
import java.time.Instant;
import java.util.List;

/**
 * One row of the journal of all sessions: the events of one write of a session.
 *
 * @param place its number in the whole journal
 * @param events in their order, at most {@link #MOST}; none when the row is not one of those that
 *     were asked for
 */
public record JournalRow(long place, Instant written, List<Event> events) {
  /** Events of a row at most. */
  public static final int MOST = EventBatch.MOST;

  public JournalRow {
    events = List.copyOf(events);
  }

  /** An event with the session that it belongs to. */
  public record Event(SessionId session, JournalEntry entry) {}
}
