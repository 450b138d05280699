package dev.fractal.persistence.store;

import dev.fractal.protocol.SessionId;

/**
 * Something wrong with a session's stored data.
 *
 * @param problem one sentence
 */
public record StoreFinding(SessionId session, String problem) {}
