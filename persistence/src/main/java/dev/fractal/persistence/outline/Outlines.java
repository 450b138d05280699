package dev.fractal.persistence.outline;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What sessions come to, without reading their journals from the beginning. Methods block and are
 * safe for use by several threads.
 */
public interface Outlines {
  /** Events that are read behind an outline before it is worth while to write a newer one. */
  int DISTANCE = 64;

  /** Empty for a session whose journal does not begin with its start. */
  Optional<Standing> standing(SessionId session);

  /** The same for many; those without are missing. */
  default Map<SessionId, Standing> standings(Collection<SessionId> sessions) {
    var found = new HashMap<SessionId, Standing>();
    for (var session : sessions) {
      standing(session).ifPresent(standing -> found.put(session, standing));
    }
    return found;
  }

  /**
   * Stored turns by number, newest last.
   *
   * @param before only turns with lower numbers
   * @param limit at most so many, the newest of them
   */
  List<TurnRow> turns(SessionId session, int before, int limit);

  /** A stored turn. */
  Optional<TurnRow> turn(SessionId session, int turn);

  /** A stored turn by {@linkplain TurnRow#digest the digest} of its request id. */
  Optional<TurnRow> requested(SessionId session, String request);

  /** The stored turn whose end published a head. */
  Optional<TurnRow> ending(SessionId session, HeadId head);

  /**
   * Stores what a session came to since its outline was stored, if that is long enough ago: a
   * bounded piece of it.
   *
   * @return whether there is more
   */
  boolean advance(SessionId session);

  /** Those of journals that are at hand: nothing is stored. */
  static Outlines folding(Function<SessionId, List<JournalEntry>> journals) {
    return new FoldedOutlines(journals);
  }
}
