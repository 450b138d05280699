package dev.fractal.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.catalog.OpenAsk;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalRow;
import dev.fractal.persistence.outline.Outlines;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.view.document.AskDocument;
import dev.fractal.view.document.ScheduleDocument;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

  /** The same, of those that are listed behind a row. */
  default List<CatalogRow> sessions(CatalogRow after, int limit) {
    return sessions(Integer.MAX_VALUE).stream()
        .dropWhile(row -> !row.session().equals(after.session()))
        .skip(1)
        .limit(limit)
        .toList();
  }

  Optional<CatalogRow> session(SessionId session);

  /**
   * Open questions, the longest open first.
   *
   * @param root only those of this tree
   * @param limit at most so many, 1 or more
   */
  default List<OpenAsk> asks(Optional<SessionId> root, int limit) {
    return root.map(this::tree).orElseGet(() -> sessions(Integer.MAX_VALUE)).stream()
        .flatMap(row -> row.waiting().asks().stream())
        .sorted(Comparator.comparing(OpenAsk::since))
        .limit(limit)
        .toList();
  }

  /** An open question as a whole; empty when none of this name is open. */
  default Optional<AskDocument> ask(AskId id) {
    return AskView.of(id, state(id.session()), payloads());
  }

  /** The sessions of a tree, the root among them, as the catalog has them. */
  List<CatalogRow> tree(SessionId root);

  /** The sessions that some sessions spawned, as the catalog has them, oldest first. */
  default List<CatalogRow> children(Collection<SessionId> parents) {
    return sessions(Integer.MAX_VALUE).stream()
        .filter(row -> row.family().parent().filter(parents::contains).isPresent())
        .toList();
  }

  /** What sessions come to. */
  default Outlines outlines() {
    return Outlines.folding(this::events);
  }

  /**
   * The document of a session at a glance, as {@link ViewJson#session} writes it; empty when its
   * journal does not begin with its start.
   */
  default Optional<ObjectNode> glance(SessionId session, Glance.Page page) {
    return Glance.of(session, this, page).map(new ViewJson(payloads())::session);
  }

  /** What a session is doing. */
  default SessionState state(SessionId session) {
    return MessageLog.folded(events(session));
  }

  /** The schedules of a session, in the order in which they were set. */
  default List<ScheduleDocument> schedules(SessionId session) {
    return state(session) instanceof Live live
        ? live.core().schedules().each().stream().map(ScheduleDocument::of).toList()
        : List.of();
  }

  /** Single events by number, in order; those that are not there are missing. */
  default List<JournalEntry> at(SessionId session, Collection<Long> numbers) {
    return events(session).stream().filter(entry -> numbers.contains(entry.sequence())).toList();
  }

  /**
   * Events of some types, in order.
   *
   * @param from first sequence number, from 1
   * @param to last sequence number, inclusive
   */
  default List<JournalEntry> only(
      SessionId session, long from, long to, Set<Class<? extends SessionEvent>> types) {
    return events(session).stream()
        .filter(entry -> entry.sequence() >= from && entry.sequence() <= to)
        .filter(entry -> types.contains(entry.event().getClass()))
        .toList();
  }

  /** The highest sequence number of a session; 0 when there is no such session. */
  long highest(SessionId session);

  /**
   * Rows of the journal of all sessions that belong to a tree, or look so by their ids.
   *
   * @param from first place, from 1
   * @param to last place, inclusive
   * @param limit at most so many, 1 or more
   */
  List<JournalRow> span(SessionId root, long from, long to, int limit);

  /**
   * Places of the journal of all sessions that are taken.
   *
   * @param from first place, from 1
   * @param limit at most so many, 1 or more
   */
  List<Long> places(long from, int limit);

  /** When the first row from a place on was written; empty when there is none. */
  Optional<Instant> written(long from);

  /** The place of a session's event in the journal of all sessions; 0 when it is not there. */
  long place(SessionId session, long event);

  /** The newest place in the journal of all sessions. */
  long newest();

  PayloadStore payloads();

  @Override
  void close();
}
