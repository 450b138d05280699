package dev.fractal.model.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.Quantity;

/** Writes and reads JSON of the formats. */
final class Json {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static ObjectNode object(String text) {
    try {
      return (ObjectNode) MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static void put(ObjectNode json, String key, Quantity quantity) {
    if (quantity instanceof Quantity.Known) {
      json.set(key, MAPPER.valueToTree(quantity));
    }
  }

  /** The text of the last message that the user wrote. */
  static String lastOfUser(JsonNode messages, String text) {
    String newest = "";
    for (JsonNode message : messages) {
      if (message.path("role").asText().equals("user")) {
        newest = message.at(text).asText();
      }
    }
    return newest;
  }
}
