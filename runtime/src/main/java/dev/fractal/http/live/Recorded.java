package dev.fractal.http.live;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.SessionId;

/**
 * A durable event of a stream.
 *
 * @param place where it stands in the stream's order: the sequence number for one session, the
 *     place in the journal of all sessions for a tree
 * @param at the cursor of whoever has this and everything before it
 */
record Recorded(long place, SessionId session, JournalEntry entry, Cursor at) {}
