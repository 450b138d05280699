package dev.fractal.persistence.outline;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.persistence.journal.ManyJournals;
import dev.fractal.persistence.outline.OutlineTable.Stored;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Outlines as tables that follow the journals: what is stored and the events behind it are the
 * whole, so that a table that lags, or is not there yet, costs time and nothing else.
 */
public final class JdbcOutlines implements Outlines {
  /** Events that are folded in one transaction. */
  private static final int PIECE = 2_000;

  private static final int SESSIONS_AT_ONCE = 200;

  private final Jdbc jdbc;
  private final JournalReader journal;
  private final ManyJournals journals;
  private final StandingMemory memory;
  private final OutlineWriter writer;
  private final boolean writes;

  /**
   * The outlines of a store.
   *
   * @param memory what is known of sessions that have no stored outline
   * @param writes whether what is far behind may be brought up to date when it is read
   */
  public JdbcOutlines(
      Jdbc jdbc,
      JournalReader journal,
      ManyJournals journals,
      StandingMemory memory,
      boolean writes) {
    this.jdbc = jdbc;
    this.journal = journal;
    this.journals = journals;
    this.memory = memory;
    this.writer = new OutlineWriter(jdbc);
    this.writes = writes;
  }

  @Override
  public Optional<Standing> standing(SessionId session) {
    var stored = stored(session);
    long from = stored.map(known -> known.outline().sequence()).orElse(0L) + 1;
    var tail = journal.read(session, from, from + PIECE - 1);
    if (tail.size() == PIECE) {
      return far(session, stored, tail);
    }
    return standing(stored, tail);
  }

  private Optional<Standing> far(
      SessionId session, Optional<Stored> stored, List<JournalEntry> tail) {
    if (writes && writer.advance(session, stored, tail)) {
      return standing(session);
    }
    return standing(stored, journal.read(session, tail.getFirst().sequence(), Long.MAX_VALUE));
  }

  private static Optional<Standing> standing(Optional<Stored> stored, List<JournalEntry> tail) {
    var fold = stored.map(known -> OutlineFold.from(known.outline())).orElseGet(OutlineFold::begin);
    tail.forEach(fold::apply);
    return fold.outline().map(outline -> new Standing(outline, fold.ended(), stored.isPresent()));
  }

  @Override
  public Map<SessionId, Standing> standings(Collection<SessionId> sessions) {
    var found = new HashMap<SessionId, Standing>();
    for (var piece : OutlineTable.pieces(List.copyOf(sessions), SESSIONS_AT_ONCE)) {
      var stored = jdbc.run(connection -> OutlineTable.find(connection, piece));
      found.putAll(behind(stored));
      found.putAll(unstored(piece.stream().filter(one -> !stored.containsKey(one)).toList()));
    }
    return found;
  }

  private Map<SessionId, Standing> behind(Map<SessionId, Stored> stored) {
    var last = new HashMap<SessionId, Long>();
    stored.forEach((session, known) -> last.put(session, known.outline().sequence()));
    var tails = journals.behind(last, false);
    var found = new HashMap<SessionId, Standing>();
    stored.forEach(
        (session, known) ->
            standing(Optional.of(known), tails.getOrDefault(session, List.of()))
                .ifPresent(now -> found.put(session, now)));
    return found;
  }

  private Map<SessionId, Standing> unstored(List<SessionId> sessions) {
    var begun = journals.begun(sessions);
    var before = new HashMap<SessionId, Standing>();
    begun.forEach(
        (session, place) ->
            memory.of(session, place).ifPresent(known -> before.put(session, known)));
    var last = new HashMap<SessionId, Long>();
    sessions.forEach(
        session ->
            last.put(
                session,
                Optional.ofNullable(before.get(session))
                    .map(known -> known.outline().sequence())
                    .orElse(0L)));
    var tails = journals.behind(last, true);
    var found = new HashMap<SessionId, Standing>();
    for (var session : sessions) {
      memory
          .grown(
              session,
              begun.getOrDefault(session, 0L),
              Optional.ofNullable(before.get(session)),
              tails.getOrDefault(session, List.of()))
          .ifPresent(now -> found.put(session, now));
    }
    return found;
  }

  @Override
  public List<TurnRow> turns(SessionId session, int before, int limit) {
    return jdbc.run(connection -> TurnTable.below(connection, session, before, limit));
  }

  @Override
  public Optional<TurnRow> turn(SessionId session, int turn) {
    return jdbc.run(connection -> TurnTable.turn(connection, session, turn));
  }

  @Override
  public Optional<TurnRow> requested(SessionId session, String request) {
    return jdbc.run(connection -> TurnTable.requested(connection, session, request));
  }

  @Override
  public Optional<TurnRow> ending(SessionId session, HeadId head) {
    return jdbc.run(connection -> TurnTable.ending(connection, session, head));
  }

  @Override
  public boolean advance(SessionId session) {
    var stored = stored(session);
    long from = stored.map(known -> known.outline().sequence()).orElse(0L) + 1;
    var tail = journal.read(session, from, from + PIECE - 1);
    return tail.size() >= DISTANCE / 2
        && writer.advance(session, stored, tail)
        && tail.size() == PIECE;
  }

  private Optional<Stored> stored(SessionId session) {
    return Optional.ofNullable(
        jdbc.run(connection -> OutlineTable.find(connection, List.of(session))).get(session));
  }

  /** Removes what is stored of a session. */
  public static int clear(Connection connection, SessionId session) throws SQLException {
    return OutlineWriter.clear(connection, session);
  }
}
