package dev.fractal.persistence.payload;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.protocol.PayloadId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;

/** Reads and writes the rows of the table {@code payload}. */
record PayloadTable(Jdbc jdbc) {
  private static final String INSERT =
      """
      INSERT INTO "payload"
        ("id", "part", "parts", "start_char", "chars", "encoding", "checksum", "body")
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;
  private static final String INDEX =
      """
      SELECT "part", "parts", "start_char", "chars" FROM "payload" WHERE "id" = ? ORDER BY "part"
      """;
  private static final String BODY =
      """
      SELECT "chars", "encoding", "checksum", "body" FROM "payload" WHERE "id" = ? AND "part" = ?
      """;

  /** Where a part lies in its text. */
  record Span(int part, long start, int chars) {
    long end() {
      return start + chars;
    }
  }

  boolean contains(PayloadId id) {
    return !jdbc.run(connection -> index(connection, id)).isEmpty();
  }

  /** The parts of a text, checked to be all there; none for an unknown text. */
  List<Span> index(PayloadId id) {
    return jdbc.run(connection -> index(connection, id));
  }

  private static List<Span> index(Connection connection, PayloadId id) throws SQLException {
    try (var query = connection.prepareStatement(INDEX)) {
      query.setString(1, id.value());
      var spans = new ArrayList<Span>();
      long start = 0;
      int parts = 0;
      try (var row = query.executeQuery()) {
        while (row.next()) {
          var span = new Span(row.getInt(1), row.getLong(3), row.getInt(4));
          if (span.part() != spans.size() || span.start() != start) {
            throw new PayloadUnavailable(id, "lacks part " + spans.size());
          }
          parts = row.getInt(2);
          start = span.end();
          spans.add(span);
        }
      }
      if (spans.size() != parts) {
        throw new PayloadUnavailable(id, "has " + spans.size() + " of " + parts + " parts");
      }
      return List.copyOf(spans);
    }
  }

  /** The characters of a part, after comparing its checksum and length. */
  String text(PayloadId id, int part) {
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(BODY)) {
            query.setString(1, id.value());
            query.setInt(2, part);
            try (var row = query.executeQuery()) {
              if (!row.next()) {
                throw new PayloadUnavailable(id, "lacks part " + part);
              }
              return decoded(
                  id, part, row.getInt(1), row.getString(2), row.getLong(3), row.getBytes(4));
            }
          }
        });
  }

  private static String decoded(
      PayloadId id, int part, int chars, String encoding, long checksum, byte[] body) {
    if (PayloadPart.checksum(body) == checksum) {
      var text = PartEncoding.of(encoding).map(known -> decoded(id, part, known, body)).orElse("");
      if (text.length() == chars) {
        return text;
      }
    }
    throw damaged(id, part);
  }

  private static String decoded(PayloadId id, int part, PartEncoding encoding, byte[] body) {
    try {
      return encoding.decode(body);
    } catch (DataFormatException e) {
      throw damaged(id, part);
    }
  }

  private static PayloadUnavailable damaged(PayloadId id, int part) {
    return new PayloadUnavailable(id, "is damaged in part " + part);
  }

  /** Inserts all parts in one transaction, unless somebody else has done so. */
  void insert(PayloadId id, int count, Iterator<PayloadPart> parts) {
    try {
      jdbc.transaction(
          connection -> {
            try (var insert = connection.prepareStatement(INSERT)) {
              insert.setString(1, id.value());
              insert.setInt(3, count);
              return all(insert, parts);
            }
          });
    } catch (StoreException e) {
      if (!Jdbc.isDuplicateKey(e)) {
        throw e;
      }
    }
  }

  private static int all(PreparedStatement insert, Iterator<PayloadPart> parts)
      throws SQLException {
    int rows = 0;
    while (parts.hasNext()) {
      var part = parts.next();
      insert.setInt(2, part.part());
      insert.setLong(4, part.start());
      insert.setInt(5, part.chars());
      insert.setString(6, part.encoding().wire());
      insert.setLong(7, part.checksum());
      insert.setBytes(8, part.body());
      rows += insert.executeUpdate();
    }
    return rows;
  }
}
