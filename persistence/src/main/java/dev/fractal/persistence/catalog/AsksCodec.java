package dev.fractal.persistence.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.journal.StoredForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stored form of a session's open questions: CBOR; nothing where there is none. */
final class AsksCodec {
  private static final ObjectMapper MAPPER = StoredForm.mapper();
  private static final TypeReference<List<OpenAsk>> ASKS = new TypeReference<>() {};

  private AsksCodec() {}

  static byte @Nullable [] encode(List<OpenAsk> asks) {
    try {
      return asks.isEmpty() ? null : MAPPER.writeValueAsBytes(asks);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot store the open asks of a session", e);
    }
  }

  static List<OpenAsk> decode(byte @Nullable [] stored) {
    try {
      return stored == null ? List.of() : MAPPER.readValue(stored, ASKS);
    } catch (IOException e) {
      throw new StoreException("the open asks of a session in the catalog cannot be read", e);
    }
  }
}
