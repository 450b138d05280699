package dev.fractal.persistence.catalog;

import dev.fractal.persistence.database.StoreException;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The catalog's rows as the columns of their table; times are kept to the microsecond. */
final class CatalogRows {
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private CatalogRows() {}

  static void bind(PreparedStatement statement, CatalogRow row) throws SQLException {
    statement.setLong(1, row.sequence());
    statement.setString(2, row.status().wire());
    statement.setString(3, row.family().parent().map(SessionId::value).orElse(null));
    statement.setString(4, row.family().root().value());
    statement.setInt(5, row.progress().turns());
    switch (row.progress().usd()) {
      case Quantity.Known(var amount) -> statement.setString(6, amount.toPlainString());
      case Quantity.Unknown() -> statement.setNull(6, Types.VARCHAR);
    }
    statement.setString(7, row.progress().head().map(HeadId::value).orElse(null));
    statement.setLong(8, micros(row.started()));
    statement.setLong(9, micros(row.changed()));
    setTime(statement, 10, row.waiting().due());
    setTime(statement, 11, row.waiting().asked());
    statement.setBytes(12, AsksCodec.encode(row.waiting().asks()));
    statement.setString(13, row.session().value());
  }

  private static void setTime(PreparedStatement statement, int index, Optional<Instant> time)
      throws SQLException {
    if (time.isPresent()) {
      statement.setLong(index, bounded(time.get()));
    } else {
      statement.setNull(index, Types.BIGINT);
    }
  }

  static List<CatalogRow> rows(PreparedStatement query) throws SQLException {
    var rows = new ArrayList<CatalogRow>();
    try (var result = query.executeQuery()) {
      while (result.next()) {
        rows.add(row(result));
      }
    }
    return List.copyOf(rows);
  }

  private static CatalogRow row(ResultSet row) throws SQLException {
    return new CatalogRow(
        new SessionId(row.getString("session")),
        row.getLong("sequence"),
        status(row.getString("status")),
        new CatalogRow.Family(
            Optional.ofNullable(row.getString("parent")).map(SessionId::new),
            new SessionId(row.getString("root"))),
        new CatalogRow.Progress(
            row.getInt("turns"),
            Optional.ofNullable(row.getString("usd"))
                .map(amount -> Quantity.of(new BigDecimal(amount)))
                .orElseGet(Quantity::unknown),
            Optional.ofNullable(row.getString("head")).map(HeadId::new)),
        waiting(row),
        instant(row.getLong("started_us")),
        instant(row.getLong("changed_us")));
  }

  private static CatalogRow.Waiting waiting(ResultSet row) throws SQLException {
    return new CatalogRow.Waiting(time(row, "due_us"), AsksCodec.decode(row.getBytes("asks")));
  }

  private static SessionStatus status(String wire) {
    return Stream.of(SessionStatus.values())
        .filter(status -> status.wire().equals(wire))
        .findFirst()
        .orElseThrow(
            () ->
                new StoreException(
                    "the catalog names a status '" + wire + "' that this version does not know"));
  }

  /** A time that may be missing. */
  static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(instant(micros));
  }

  /** A time that anybody may have chosen: beyond what the table holds it is the first or last. */
  private static long bounded(Instant time) {
    if (time.isBefore(Instant.EPOCH)) {
      return 0;
    }
    return time.isAfter(LAST) ? micros(LAST) : micros(time);
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
