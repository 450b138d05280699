package dev.fractal.persistence.catalog;

import dev.fractal.protocol.SessionId;
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

  /** The rows of a tree, its root's among them, oldest first. */
  List<CatalogRow> tree(SessionId root);
}
