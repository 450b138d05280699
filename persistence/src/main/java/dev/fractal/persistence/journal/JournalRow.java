package dev.fractal.persistence.journal;

import dev.fractal.protocol.SessionId;
import java.time.Instant;
import java.util.Optional;

/**
 * One row of the journal of all sessions.
 *
 * @param place its number in the whole journal
 * @param event empty when the row is none of those that were asked for
 */
public record JournalRow(long place, Instant written, Optional<Event> event) {

  /** An event with the session that it belongs to. */
  public record Event(SessionId session, JournalEntry entry) {}
}
