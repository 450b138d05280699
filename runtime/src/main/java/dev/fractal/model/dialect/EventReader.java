package dev.fractal.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.model.wire.StreamedCall;

/** Reads the events of one reply, in their order, into its call. */
interface EventReader {
  void read(JsonNode event, StreamedCall call);
}
