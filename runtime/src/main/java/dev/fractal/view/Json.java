package dev.fractal.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.Collection;
import java.util.function.Function;

/** JSON documents as every way in writes and reads them. */
public final class Json {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .addModules(new Jdk8Module(), new JavaTimeModule())
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .build();

  private Json() {}

  /** A value of the protocol as it is stored. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** A document as it is written. */
  public static ObjectNode document(Record document) {
    return MAPPER.valueToTree(document);
  }

  /** An empty object. */
  public static ObjectNode object() {
    return NODES.objectNode();
  }

  /** The node of a JSON text; a text that is not JSON stands for itself. */
  public static JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      return NODES.textNode(json);
    }
  }

  /** Whether a text is one JSON value and nothing more. */
  public static boolean isJson(String text) {
    try {
      return !MAPPER
          .reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .readTree(text)
          .isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** One array element per item. */
  public static <T> ArrayNode array(Collection<T> items, Function<T, ? extends JsonNode> element) {
    var array = NODES.arrayNode();
    items.forEach(item -> array.add(element.apply(item)));
    return array;
  }

  /** {@code {type, message}}. */
  public static ObjectNode error(String type, String message) {
    return NODES.objectNode().put("type", type).put("message", message);
  }

  /** What a document says; throws {@code IllegalArgumentException} when it is no such one. */
  public static <T> T value(JsonNode document, Class<T> kind) {
    return MAPPER.convertValue(document, kind);
  }
}
