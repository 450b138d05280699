package dev.fractal.persistence.store;

import dev.fractal.protocol.SessionId;

/** Removes sessions from a store. It blocks and is safe for use by several threads. */
@FunctionalInterface
public interface SessionRemoval {
  /**
   * Removes a session's journal, snapshots and catalog row, all or nothing; one that is not there
   * is no error. Payloads stay, because other sessions may share them. Nobody may write the session
   * meanwhile.
   */
  void remove(SessionId session);
}
