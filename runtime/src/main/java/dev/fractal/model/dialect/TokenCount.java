package dev.fractal.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.protocol.Quantity;

/** Reads a count of tokens; what is not there is unknown. */
final class TokenCount {
  private TokenCount() {}

  static Quantity of(JsonNode count) {
    return count.isIntegralNumber() && count.longValue() >= 0
        ? Quantity.of(count.longValue())
        : Quantity.unknown();
  }

  static Quantity orZero(JsonNode count) {
    return count.isIntegralNumber() ? of(count) : Quantity.zero();
  }
}
