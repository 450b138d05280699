package dev.fractal.persistence.store;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.persistence.outline.JdbcOutlines;
import dev.fractal.protocol.SessionId;
import java.sql.Connection;
import java.sql.SQLException;

/** Removes a session's rows in one transaction. */
record JdbcSessionRemoval(Jdbc jdbc) implements SessionRemoval {
  private static final String EVENTS = "DELETE FROM \"event_journal\" WHERE \"persistence_id\" = ?";
  private static final String SNAPSHOTS = "DELETE FROM \"snapshot\" WHERE \"persistence_id\" = ?";
  private static final String WAKES = "DELETE FROM \"wake\" WHERE \"session\" = ?";
  private static final String ROW = "DELETE FROM \"catalog\" WHERE \"session\" = ?";

  @Override
  public void remove(SessionId session) {
    var journal = JournalReader.persistenceId(session);
    jdbc.transaction(
        connection ->
            delete(connection, EVENTS, journal)
                + delete(connection, SNAPSHOTS, journal)
                + JdbcOutlines.clear(connection, session)
                + delete(connection, WAKES, session.value())
                + delete(connection, ROW, session.value()));
  }

  private static int delete(Connection connection, String statement, String key)
      throws SQLException {
    try (var delete = connection.prepareStatement(statement)) {
      delete.setString(1, key);
      return delete.executeUpdate();
    }
  }
}
