package dev.fractal.view;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalRow;
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

  /** The highest sequence number of a session; 0 when there is no such session. */
  long highest(SessionId session);

  /**
   * Rows of the journal of all sessions.
   *
   * @param root the events of this session's tree are read, of other rows only where they are
   * @param from first place, from 1
   * @param to last place, inclusive
   * @param limit at most so many, 1 or more
   */
  List<JournalRow> span(SessionId root, long from, long to, int limit);

  /** The place of a session's first event in the journal of all sessions; 0 when it has none. */
  long first(SessionId session);

  /** The newest place in the journal of all sessions. */
  long newest();

  PayloadStore payloads();

  @Override
  void close();
}
