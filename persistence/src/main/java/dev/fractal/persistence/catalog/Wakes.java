package dev.fractal.persistence.catalog;

import dev.fractal.protocol.SessionId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Counts how often sessions were woken and have not come to life, over all nodes, and keeps those
 * that are not woken any more. Methods block and are safe for use by several threads.
 */
public interface Wakes {
  /**
   * What is known of a session that was woken before.
   *
   * @param tries wakes after which it did not come to life
   * @param reason why it is not woken any more, if it is not
   */
  record Tries(int tries, Optional<String> reason) {}

  /** What is known of sessions; those that came to life at their last wake are missing. */
  Map<SessionId, Tries> find(Collection<SessionId> sessions);

  /** Counts one more try for each of them, durably. */
  void count(Collection<SessionId> sessions);

  /** They have come to life, or were given up in peace. */
  void clear(Collection<SessionId> sessions);

  /** Has a session woken no more, and lists it as quarantined and as waiting for no time. */
  void bar(SessionId session, String reason);
}
