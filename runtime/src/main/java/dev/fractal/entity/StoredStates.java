package dev.fractal.entity;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.persistence.journal.SnapshotReader;
import dev.fractal.protocol.SessionId;
import dev.fractal.session.state.SessionState;

/**
 * States of sessions as they are stored: the newest snapshot that serves and the events behind it,
 * read in bounded pieces. Methods block and are safe for use by several threads.
 */
public record StoredStates(JournalReader journal, SnapshotReader<SessionState> snapshots) {
  private static final int PIECE = 1_000;

  /** The state after all that is written, events behind a gap included. */
  public SessionState now(SessionId session) {
    return folded(session, Long.MAX_VALUE, false);
  }

  /** The state after so many events; after fewer when one before them is missing. */
  public SessionState at(SessionId session, long event) {
    return folded(session, event, true);
  }

  private SessionState folded(SessionId session, long to, boolean whole) {
    var stored = snapshots.newest(session, to);
    var state = stored.map(SnapshotReader.Stored::state).orElseGet(SessionState::absent);
    long last = stored.map(SnapshotReader.Stored::sequence).orElse(0L);
    long newest = Math.min(to, journal.highest(session));
    for (long from = last + 1; from <= newest; from += PIECE) {
      for (JournalEntry entry : journal.read(session, from, Math.min(newest, from + PIECE - 1))) {
        if (whole && entry.sequence() != last + 1) {
          return state;
        }
        state = state.apply(entry.event());
        last = entry.sequence();
      }
    }
    return state;
  }
}
