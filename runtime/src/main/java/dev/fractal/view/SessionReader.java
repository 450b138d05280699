package dev.fractal.view;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.SessionId;
import java.util.List;
import java.util.Optional;

/** Reads what is stored without a node; methods block. */
public interface SessionReader extends AutoCloseable {
  /** The journal of a session from its beginning; empty when there is no such session. */
  List<JournalEntry> events(SessionId session);

  /**
   * A part of a journal.
   *
   * @param from first sequence number, from 1
   * @param limit at most so many, 1 or more
   */
  List<JournalEntry> events(SessionId session, long from, int limit);

  /**
   * Sessions by last change, newest first.
   *
   * @param limit at most so many, 1 or more
   */
  List<CatalogRow> sessions(int limit);

  Optional<CatalogRow> session(SessionId session);

  /** The sessions of a tree, the root among them, as the catalog has them. */
  List<CatalogRow> tree(SessionId root);

  PayloadStore payloads();

  @Override
  void close();
}
