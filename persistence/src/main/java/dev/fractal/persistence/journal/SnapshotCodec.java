package dev.fractal.persistence.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The stored form of snapshots below one root type: CBOR. Immutable, for any thread. */
public final class SnapshotCodec<S extends Snapshot> {
  private static final ObjectMapper MAPPER = StoredForm.mapper();

  private final ObjectWriter writer;
  private final ObjectReader reader;

  public SnapshotCodec(Class<S> root) {
    writer = MAPPER.writerFor(root);
    reader = MAPPER.readerFor(root);
  }

  public byte[] encode(S snapshot) {
    try {
      return writer.writeValueAsBytes(snapshot);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot store a snapshot", e);
    }
  }

  /**
   * Reads a snapshot.
   *
   * @throws IOException if this version cannot read it; the journal holds all that it held
   */
  public S decode(byte[] bytes) throws IOException {
    S snapshot = reader.readValue(bytes);
    if (!snapshot.isLasting()) {
      throw new IOException("one does not go on from this snapshot; the journal is replayed");
    }
    return snapshot;
  }
}
