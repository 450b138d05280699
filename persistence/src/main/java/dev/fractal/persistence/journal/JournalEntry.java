package dev.fractal.persistence.journal;

import dev.fractal.protocol.event.SessionEvent;

/**
 * One event of a session's journal.
 *
 * @param sequence its number, from 1
 */
public record JournalEntry(long sequence, SessionEvent event) {}
