package dev.fractal.persistence.journal;

import dev.fractal.protocol.SessionId;

/**
 * Rows that a session's journal lacks although later ones exist.
 *
 * @param from first missing sequence number
 * @param to last missing sequence number
 */
public record JournalGap(SessionId session, long from, long to) {}
