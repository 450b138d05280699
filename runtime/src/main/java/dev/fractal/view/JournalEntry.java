package dev.fractal.view;

import dev.fractal.protocol.event.SessionEvent;

/**
 * One event of a session's journal.
 *
 * @param sequence its sequence number, from 1
 */
public record JournalEntry(long sequence, SessionEvent event) {}
