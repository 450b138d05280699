package dev.fractal.persistence.catalog;

import dev.fractal.protocol.SessionId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The list of sessions: one row each, upserted by the session itself. Methods block and are safe
 * for use by several threads.
 */
public interface Catalog {
  /** Writes a row unless the stored one has a higher sequence number. */
  default void upsert(CatalogRow row) {
    upsert(List.of(row));
  }

  /** Writes rows of different sessions, each one unless the stored one has a higher number. */
  void upsert(List<CatalogRow> rows);

  Optional<CatalogRow> find(SessionId session);

  /**
   * Rows by last change, newest first.
   *
   * @param limit at most so many, 1 or more
   */
  List<CatalogRow> list(int limit);

  /**
   * The same, of those that changed before another one.
   *
   * @param after the last row of the page before
   */
  List<CatalogRow> list(CatalogRow after, int limit);

  /** The rows of the children of some sessions, oldest first. */
  List<CatalogRow> children(Collection<SessionId> parents);

  /** The rows of a tree, its root's among them, oldest first. */
  List<CatalogRow> tree(SessionId root);

  /**
   * Sessions that have waited long enough by then, the longest overdue first.
   *
   * @param limit at most so many, 1 or more
   */
  List<Due> due(Instant by, int limit);

  /**
   * A session that has waited long enough.
   *
   * @param since the first of its times that has come
   */
  record Due(SessionId session, Instant since) {}

  /**
   * Rows of sessions in which somebody is asked, the longest asked first.
   *
   * @param root only those of this tree
   * @param limit at most so many, 1 or more
   */
  List<CatalogRow> asked(Optional<SessionId> root, int limit);

  /** How much is asked in all sessions. */
  Asking asking();

  /**
   * What is asked.
   *
   * @param sessions in which somebody is asked
   * @param since when the longest open question was asked
   */
  record Asking(long sessions, Optional<Instant> since) {}
}
