package dev.fractal.http.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.pekko.util.ByteString;

/**
 * The fields of a JSON object; one that is missing or of a wrong type is a problem that names it.
 */
public final class Fields {
  private static final int LONGEST = 300;
  private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNestingDepth(200)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ObjectNode object;
  private final String where;
  private final Set<String> known = new HashSet<>();

  private Fields(ObjectNode object, String where) {
    this.object = object;
    this.where = where;
  }

  public static Fields of(ByteString body) {
    if (body.isEmpty()) {
      return new Fields(JsonNodeFactory.instance.objectNode(), "");
    }
    return new Fields(object(body), "");
  }

  private static ObjectNode object(ByteString body) {
    try {
      if (JSON.readTree(body.toArray()) instanceof ObjectNode object) {
        return object;
      }
      throw Problem.badRequest("the body is JSON, but not an object; send {…}").thrown();
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      throw new Problem(
              400,
              "BadJson",
              "the body is not JSON"
                  + (place == null
                      ? ""
                      : " at line " + place.getLineNr() + ", column " + place.getColumnNr())
                  + ": "
                  + shortened(e.getOriginalMessage()))
          .thrown();
    } catch (IOException e) {
      throw Problem.badRequest("the body is not JSON in UTF-8").thrown();
    }
  }

  /** All of them as they are; whoever takes it checks it. */
  public ObjectNode all() {
    return object;
  }

  public String text(String name) {
    return textIfAny(name).orElseThrow(() -> bad(name, "is missing"));
  }

  public Optional<String> textIfAny(String name) {
    return value(name).map(node -> text(name, node));
  }

  /** A text in its form. */
  public <T> Optional<T> form(String name, Function<String, T> form) {
    return textIfAny(name)
        .map(
            text -> {
              try {
                return form.apply(text);
              } catch (IllegalArgumentException e) {
                throw bad(name, "is unusable: " + shortened(String.valueOf(e.getMessage())));
              }
            });
  }

  public Optional<Integer> whole(String name, int least) {
    return value(name)
        .map(
            node -> {
              if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least) {
                throw bad(name, "is not a whole number of at least " + least);
              }
              return node.intValue();
            });
  }

  public Optional<Boolean> flag(String name) {
    return value(name)
        .map(
            node -> {
              if (!node.isBoolean()) {
                throw bad(name, "is neither true nor false");
              }
              return node.booleanValue();
            });
  }

  public Optional<Duration> time(String name) {
    return form(name, Times::read);
  }

  /** Texts by name. */
  public Map<String, String> texts(String name) {
    var texts = new LinkedHashMap<String, String>();
    objectIfAny(name)
        .ifPresent(
            inner ->
                inner
                    .properties()
                    .forEach(
                        entry ->
                            texts.put(
                                entry.getKey(),
                                text(name + "." + entry.getKey(), entry.getValue()))));
    return texts;
  }

  /** A value as it is, of whatever type; {@code null} is none. */
  public Optional<JsonNode> any(String name) {
    return value(name);
  }

  /** An object as it is. */
  public Optional<JsonNode> tree(String name) {
    return objectIfAny(name).map(Function.identity());
  }

  /** An object as plain values. */
  public Optional<Map<String, Object>> values(String name) {
    return objectIfAny(name).map(node -> JSON.convertValue(node, MAP));
  }

  /** Refuses what nobody asked for, so that a misspelled field is not overlooked. */
  public void end() {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw Problem.badRequest(
                        "field '"
                            + shortened(where + name)
                            + "' is unknown here; the fields are "
                            + String.join(", ", known.stream().sorted().toList()))
                    .thrown();
              }
            });
  }

  /** The problem with a field. */
  public RuntimeException bad(String name, String what) {
    return Problem.badRequest("field '" + shortened(where + name) + "' " + what)
        .about(shortened(where + name))
        .thrown();
  }

  private Optional<ObjectNode> objectIfAny(String name) {
    return value(name)
        .map(
            node -> {
              if (node instanceof ObjectNode inner) {
                return inner;
              }
              throw bad(name, "is not an object");
            });
  }

  private Optional<JsonNode> value(String name) {
    known.add(name);
    return Optional.ofNullable(object.get(name)).filter(node -> !node.isNull());
  }

  private String text(String name, JsonNode node) {
    if (!node.isTextual()) {
      throw bad(name, "is not a text");
    }
    return node.textValue();
  }

  /** A caller's words as part of a sentence. */
  public static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
