package dev.fractal.http.live;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.SessionId;

/**
 * A durable event of a stream.
 *
 * @param at the cursor of whoever has this and everything before it
 */
record RecordedEvents(Places places, SessionId session, JournalEntry entry, Cursor at) {

  /**
   * Where an event stands in its stream's order: the sequence number for one session; for a tree
   * places of the journal of all sessions, of which it may take several.
   *
   * @param last inclusive
   */
  record Places(long first, long last) {
    static Places of(long one) {
      return new Places(one, one);
    }
  }
}
