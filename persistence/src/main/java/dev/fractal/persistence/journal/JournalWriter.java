package dev.fractal.persistence.journal;

import dev.fractal.persistence.database.Jdbc;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/**
 * Writes journals that were made elsewhere into a store, in the rows that a session's own writes
 * make. It blocks; nobody else may write the sessions meanwhile.
 */
public final class JournalWriter {
  private static final String INSERT =
      """
      INSERT INTO "event_journal" ("persistence_id", "sequence_number", "writer",
        "write_timestamp", "adapter_manifest", "event_ser_id", "event_ser_manifest",
        "event_payload")
      VALUES (?, ?, 'import', ?, '', ?, ?, ?)
      """;
  private static final String SNAPSHOT =
      """
      INSERT INTO "snapshot" ("persistence_id", "sequence_number", "created", "snapshot_ser_id",
        "snapshot_ser_manifest", "snapshot_payload")
      VALUES (?, ?, ?, ?, ?, ?)
      """;
  private static final int AT_ONCE = 500;

  private final Jdbc jdbc;
  private final EventCodec codec;
  private final BatchForm form;

  public JournalWriter(Jdbc jdbc, EventCodec codec) {
    this.jdbc = jdbc;
    this.codec = codec;
    this.form = new BatchForm(codec);
  }

  /** One write of a session: events, of which the first one has this number. */
  public record Write(SessionId session, long first, List<SessionEvent> events) {
    public Write {
      events = List.copyOf(events);
    }
  }

  /** Stores writes in one transaction. */
  public void append(List<Write> writes) {
    var _ =
        jdbc.transaction(
            connection -> {
              try (var insert = connection.prepareStatement(INSERT)) {
                int rows = 0;
                for (var write : writes) {
                  rows += add(insert, write);
                  if (rows >= AT_ONCE) {
                    insert.executeBatch();
                    rows = 0;
                  }
                }
                return insert.executeBatch();
              }
            });
  }

  private int add(PreparedStatement insert, Write write) throws SQLException {
    long next = write.first();
    int rows = 0;
    for (var row : EventBatch.rows(codec, write.events())) {
      bind(insert, write.session(), next, row);
      insert.addBatch();
      next += row.size();
      rows++;
    }
    return rows;
  }

  private void bind(
      PreparedStatement insert, SessionId session, long number, List<SessionEvent> row)
      throws SQLException {
    insert.setString(1, JournalReader.persistenceId(session));
    insert.setLong(2, number);
    insert.setLong(3, row.getLast().at().toEpochMilli());
    insert.setInt(4, SessionEventSerializer.IDENTIFIER);
    if (row.size() == 1) {
      insert.setString(5, codec.manifest(row.getFirst()));
      insert.setBytes(6, codec.encode(row.getFirst()));
    } else {
      var batch = new EventBatch(row);
      insert.setString(5, form.manifest(batch));
      insert.setBytes(6, form.encode(batch));
    }
  }

  /**
   * Stores a state beside its journal.
   *
   * @param sequence number of the last event in it
   */
  public <S extends Snapshot> void keep(
      SessionId session, long sequence, S state, SnapshotCodec<S> states) {
    var _ =
        jdbc.run(
            connection -> {
              try (var insert = connection.prepareStatement(SNAPSHOT)) {
                insert.setString(1, JournalReader.persistenceId(session));
                insert.setLong(2, sequence);
                insert.setLong(3, Instant.now().toEpochMilli());
                insert.setInt(4, SnapshotSerializer.IDENTIFIER);
                insert.setString(5, SnapshotSerializer.MANIFEST);
                insert.setBytes(6, states.encode(state));
                return insert.executeUpdate();
              }
            });
  }
}
