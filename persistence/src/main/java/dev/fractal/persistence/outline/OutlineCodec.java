package dev.fractal.persistence.outline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fractal.persistence.journal.StoredForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The stored form of outlines and of what turns spent: CBOR. Immutable, for any thread. */
final class OutlineCodec {
  /** Raise it when an outline says something else than before: older ones are made again. */
  static final int FORM = 1;

  private static final ObjectMapper MAPPER = StoredForm.mapper();

  private OutlineCodec() {}

  static byte[] encode(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot store an outline", e);
    }
  }

  /** Empty when this version cannot read it; the journal holds all that it held. */
  static Optional<Outline> outline(byte[] body) {
    try {
      return Optional.of(MAPPER.readValue(body, Outline.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static TurnRow.Cost cost(byte[] spend) {
    try {
      return MAPPER.readValue(spend, TurnRow.Cost.class);
    } catch (IOException e) {
      throw new UncheckedIOException("what a turn spent cannot be read", e);
    }
  }
}
