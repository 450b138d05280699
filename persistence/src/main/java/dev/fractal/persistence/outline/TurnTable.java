package dev.fractal.persistence.outline;

import dev.fractal.persistence.database.StoreException;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The table {@code turn}: turns that have ended. */
final class TurnTable {
  private static final String SELECT =
      """
      SELECT "turn", "request", "first_event", "opened_event", "last_event", "head", "outcome",
        "steps", "spend"
      FROM "turn" WHERE "session" = ? AND
      """;

  /** Both columns of the key, or H2 sorts all turns of the session. */
  private static final String NEWEST =
      " \"turn\" < ? ORDER BY \"session\" DESC, \"turn\" DESC LIMIT ?";

  private static final String INSERT =
      """
      INSERT INTO "turn" ("session", "turn", "request", "first_event", "opened_event",
        "last_event", "head", "outcome", "steps", "spend")
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String CLEAR = "DELETE FROM \"turn\" WHERE \"session\" = ?";

  private TurnTable() {}

  /** The newest ones below a number, by number. */
  static List<TurnRow> below(Connection connection, SessionId session, int before, int limit)
      throws SQLException {
    var rows =
        select(
            connection,
            session,
            NEWEST,
            query -> {
              query.setInt(2, before);
              query.setInt(3, limit);
            });
    return List.copyOf(rows.reversed());
  }

  static Optional<TurnRow> turn(Connection connection, SessionId session, int turn)
      throws SQLException {
    return select(connection, session, " \"turn\" = ?", query -> query.setInt(2, turn)).stream()
        .findFirst();
  }

  static Optional<TurnRow> requested(Connection connection, SessionId session, String request)
      throws SQLException {
    return select(connection, session, " \"request\" = ?", query -> query.setString(2, request))
        .stream()
        .findFirst();
  }

  static Optional<TurnRow> ending(Connection connection, SessionId session, HeadId head)
      throws SQLException {
    return select(connection, session, " \"head\" = ?", query -> query.setString(2, head.value()))
        .stream()
        .findFirst();
  }

  static void insert(Connection connection, SessionId session, List<TurnRow> turns)
      throws SQLException {
    if (turns.isEmpty()) {
      return;
    }
    try (var insert = connection.prepareStatement(INSERT)) {
      for (var turn : turns) {
        bind(insert, session, turn);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  static int clear(Connection connection, SessionId session) throws SQLException {
    try (var clear = connection.prepareStatement(CLEAR)) {
      clear.setString(1, session.value());
      return clear.executeUpdate();
    }
  }

  private static void bind(PreparedStatement insert, SessionId session, TurnRow turn)
      throws SQLException {
    var end = turn.end().orElseThrow();
    insert.setString(1, session.value());
    insert.setInt(2, turn.turn());
    insert.setString(3, turn.request());
    insert.setLong(4, turn.span().first());
    if (turn.span().opened().isPresent()) {
      insert.setLong(5, turn.span().opened().get());
    } else {
      insert.setNull(5, Types.BIGINT);
    }
    insert.setLong(6, turn.span().last());
    insert.setString(7, turn.head().map(HeadId::value).orElse(null));
    insert.setString(8, end.outcome().wire());
    insert.setInt(9, end.steps());
    insert.setBytes(10, OutlineCodec.encode(turn.cost()));
  }

  @FunctionalInterface
  private interface Arguments {
    void bind(PreparedStatement query) throws SQLException;
  }

  private static List<TurnRow> select(
      Connection connection, SessionId session, String condition, Arguments arguments)
      throws SQLException {
    try (var query = connection.prepareStatement(SELECT + condition)) {
      query.setString(1, session.value());
      arguments.bind(query);
      var rows = new ArrayList<TurnRow>();
      try (var row = query.executeQuery()) {
        while (row.next()) {
          rows.add(row(row));
        }
      }
      return rows;
    }
  }

  private static TurnRow row(ResultSet row) throws SQLException {
    long opened = row.getLong("opened_event");
    var began = row.wasNull() ? Optional.<Long>empty() : Optional.of(opened);
    return new TurnRow(
        row.getInt("turn"),
        row.getString("request"),
        new TurnRow.Span(row.getLong("first_event"), began, row.getLong("last_event")),
        Optional.ofNullable(row.getString("head")).map(HeadId::new),
        Optional.of(new TurnRow.End(status(row.getString("outcome")), row.getInt("steps"))),
        OutlineCodec.cost(row.getBytes("spend")));
  }

  private static TurnStatus status(String wire) {
    return Stream.of(TurnStatus.values())
        .filter(status -> status.wire().equals(wire))
        .findFirst()
        .orElseThrow(
            () ->
                new StoreException(
                    "a turn is stored as '" + wire + "', which this version does not know"));
  }
}
