package dev.fractal.persistence.journal;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.protocol.SessionId;
import java.io.IOException;
import java.util.Optional;

/**
 * Reads the stored states of sessions. It blocks, is safe for use by several threads, and never
 * writes.
 */
public final class SnapshotReader<S extends Snapshot> {
  private static final String NEWEST =
      """
      SELECT "sequence_number", "snapshot_payload" FROM "snapshot"
      WHERE "persistence_id" = ? AND "sequence_number" <= ?
        AND "snapshot_ser_id" = ? AND "snapshot_ser_manifest" = ?
      ORDER BY "persistence_id" DESC, "sequence_number" DESC LIMIT 1
      """;

  private final Jdbc jdbc;
  private final SnapshotCodec<S> codec;

  public SnapshotReader(Jdbc jdbc, SnapshotCodec<S> codec) {
    this.jdbc = jdbc;
    this.codec = codec;
  }

  /** A state behind so many events. */
  public record Stored<S>(long sequence, S state) {}

  /** The newest one behind at most so many events that this version can read. */
  public Optional<Stored<S>> newest(SessionId session, long atMost) {
    var found = found(session, atMost);
    while (found.isPresent()) {
      var row = found.get();
      var state = decoded(row.state());
      if (state.isPresent()) {
        return Optional.of(new Stored<>(row.sequence(), state.get()));
      }
      found = found(session, row.sequence() - 1);
    }
    return Optional.empty();
  }

  /** One row at a time: a database that sorts would fetch the bytes of the older ones too. */
  private Optional<Stored<byte[]>> found(SessionId session, long atMost) {
    return jdbc.run(
        connection -> {
          try (var query = connection.prepareStatement(NEWEST)) {
            query.setString(1, JournalReader.persistenceId(session));
            query.setLong(2, atMost);
            query.setInt(3, SnapshotSerializer.IDENTIFIER);
            query.setString(4, SnapshotSerializer.MANIFEST);
            try (var row = query.executeQuery()) {
              return row.next()
                  ? Optional.of(new Stored<>(row.getLong(1), row.getBytes(2)))
                  : Optional.empty();
            }
          }
        });
  }

  /** One that cannot be read is skipped: the journal holds all that it held. */
  private Optional<S> decoded(byte[] bytes) {
    try {
      return Optional.of(codec.decode(bytes));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
