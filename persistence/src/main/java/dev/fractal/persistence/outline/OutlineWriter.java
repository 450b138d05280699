package dev.fractal.persistence.outline;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.outline.OutlineTable.Stored;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Brings stored outlines and their turns nearer to the ends of their journals, each time in one
 * transaction that comes to nothing when somebody else did it. It blocks and is safe for use by
 * several threads.
 */
record OutlineWriter(Jdbc jdbc) {
  /**
   * Folds what follows an outline into it, as far as it is whole and can be read.
   *
   * @param stored empty when there is none yet
   * @param tail the events behind it, 1 or more
   * @return whether the outline has come nearer to the end
   */
  boolean advance(SessionId session, Optional<Stored> stored, List<JournalEntry> tail) {
    var fold = stored.map(known -> OutlineFold.from(known.outline())).orElseGet(OutlineFold::begin);
    for (var entry : tail) {
      if (entry.sequence() != fold.sequence() + 1
          || entry.event() instanceof SessionEvent.Unreadable) {
        break; // A later version, or a repaired store, may tell what comes here.
      }
      fold.apply(entry);
    }
    var outline = fold.outline();
    if (outline.isEmpty() || fold.sequence() < tail.getFirst().sequence()) {
      return false;
    }
    return written(session, stored, outline.get(), fold.ended());
  }

  private boolean written(
      SessionId session, Optional<Stored> stored, Outline outline, List<TurnRow> ended) {
    try {
      return jdbc.transaction(
          connection ->
              stored.isPresent()
                  ? replaced(connection, stored.get(), outline, ended)
                  : begun(connection, session, outline, ended));
    } catch (StoreException e) {
      if (Jdbc.isDuplicateKey(e)) {
        return false; // Another node did it just now.
      }
      throw e;
    }
  }

  private static boolean replaced(
      Connection connection, Stored stored, Outline outline, List<TurnRow> ended)
      throws SQLException {
    if (!OutlineTable.replace(connection, stored, outline)) {
      return false;
    }
    TurnTable.insert(connection, outline.birth().session(), ended);
    return true;
  }

  /** What is there belongs to a journal that is gone, or was written in another form. */
  private static boolean begun(
      Connection connection, SessionId session, Outline outline, List<TurnRow> ended)
      throws SQLException {
    long begun = OutlineTable.begun(connection, session);
    if (begun == 0 || !outline.birth().session().equals(session)) {
      return false;
    }
    clear(connection, session);
    OutlineTable.insert(connection, new Stored(begun, outline));
    TurnTable.insert(connection, session, ended);
    return true;
  }

  /** Removes what is stored of a session, its turns included. */
  static int clear(Connection connection, SessionId session) throws SQLException {
    return OutlineTable.clear(connection, session) + TurnTable.clear(connection, session);
  }
}
