package dev.fractal.persistence.catalog;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Wakes as the table {@code wake}; many sessions go in one statement. */
public final class JdbcWakes implements Wakes {
  private static final int AT_ONCE = 500;
  private static final int LONGEST_REASON = 2_000;
  private static final String FIND =
      "SELECT \"session\", \"tries\", \"reason\" FROM \"wake\" WHERE \"session\" IN ";
  private static final String MORE =
      "UPDATE \"wake\" SET \"tries\" = \"tries\" + 1 WHERE \"session\" IN ";
  private static final String FIRST =
      "INSERT INTO \"wake\" (\"session\", \"tries\") SELECT \"session\", 1 FROM (VALUES ";
  private static final String UNLESS_THERE =
      ") AS \"woken\"(\"session\") WHERE NOT EXISTS (SELECT 1 FROM \"wake\" WHERE"
          + " \"wake\".\"session\" = \"woken\".\"session\")";
  private static final String ROW = "(CAST(? AS VARCHAR(200)))";
  private static final String CLEAR = "DELETE FROM \"wake\" WHERE \"session\" IN ";
  private static final String FORGET = "DELETE FROM \"wake\" WHERE \"session\" = ?";
  private static final String BAR =
      "INSERT INTO \"wake\" (\"session\", \"tries\", \"reason\") VALUES (?, 0, ?)";
  private static final String LIST =
      "UPDATE \"catalog\" SET \"status\" = '"
          + SessionStatus.QUARANTINED.wire()
          + "', \"due_us\" = NULL WHERE \"session\" = ?";

  private final Jdbc jdbc;

  public JdbcWakes(Jdbc jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Map<SessionId, Tries> find(Collection<SessionId> sessions) {
    var found = new HashMap<SessionId, Tries>();
    for (var some : pieces(sessions)) {
      jdbc.run(connection -> find(connection, some, found));
    }
    return found;
  }

  private static boolean find(
      Connection connection, List<SessionId> some, Map<SessionId, Tries> found)
      throws SQLException {
    try (var query = connection.prepareStatement(FIND + in(some))) {
      for (int i = 0; i < some.size(); i++) {
        query.setString(i + 1, some.get(i).value());
      }
      try (var row = query.executeQuery()) {
        while (row.next()) {
          found.put(
              new SessionId(row.getString(1)),
              new Tries(row.getInt(2), Optional.ofNullable(row.getString(3))));
        }
      }
    }
    return true;
  }

  /** Only the node that a session's shard is at wakes it, so nobody else counts it meanwhile. */
  @Override
  public void count(Collection<SessionId> sessions) {
    for (var some : pieces(sessions)) {
      jdbc.transaction(
          connection ->
              execute(connection, MORE + in(some), some)
                  + execute(connection, FIRST + marks(ROW, some) + UNLESS_THERE, some));
    }
  }

  @Override
  public void clear(Collection<SessionId> sessions) {
    for (var some : pieces(sessions)) {
      jdbc.run(connection -> execute(connection, CLEAR + in(some), some));
    }
  }

  @Override
  public void bar(SessionId session, String reason) {
    var text = reason.substring(0, Math.min(reason.length(), LONGEST_REASON));
    jdbc.transaction(
        connection -> {
          execute(connection, FORGET, List.of(session));
          try (var insert = connection.prepareStatement(BAR)) {
            insert.setString(1, session.value());
            insert.setString(2, text);
            insert.executeUpdate();
          }
          return execute(connection, LIST, List.of(session));
        });
  }

  private static int execute(Connection connection, String statement, List<SessionId> sessions)
      throws SQLException {
    try (var prepared = connection.prepareStatement(statement)) {
      for (int i = 0; i < sessions.size(); i++) {
        prepared.setString(i + 1, sessions.get(i).value());
      }
      return prepared.executeUpdate();
    }
  }

  private static String in(List<SessionId> sessions) {
    return "(" + marks("?", sessions) + ")";
  }

  private static String marks(String mark, List<SessionId> sessions) {
    return String.join(", ", Collections.nCopies(sessions.size(), mark));
  }

  /** In the order of ids, so that two nodes do not lock each other out. */
  private static List<List<SessionId>> pieces(Collection<SessionId> sessions) {
    var sorted = sessions.stream().distinct().sorted().toList();
    var pieces = new ArrayList<List<SessionId>>();
    for (int from = 0; from < sorted.size(); from += AT_ONCE) {
      pieces.add(sorted.subList(from, Math.min(from + AT_ONCE, sorted.size())));
    }
    return pieces;
  }
}
