package dev.fractal.http.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.SessionId;
import dev.fractal.schema.ValueSchema;
import java.util.Optional;

/**
 * A request of {@code POST /v1/chat/completions}.
 *
 * @param model the name that the caller knows it by
 * @param named the session that the caller names
 * @param user whom conversations without a named session are kept apart by
 * @param attempt tells apart turns for the same messages
 * @param schema JSON Schema that the value must fit
 */
public record ChatRequest(
    String model,
    ChatThread conversation,
    Delivery delivery,
    Optional<SessionId> named,
    String user,
    String attempt,
    Optional<String> schema) {

  /**
   * How the answer is sent.
   *
   * @param reasoning whether progress is sent as reasoning text; empty when the caller does not say
   */
  public record Delivery(boolean stream, boolean usage, Optional<Boolean> reasoning) {}

  /**
   * Reads a body.
   *
   * @param header the session that a header names
   * @throws ChatRefusal with one sentence, when it is no request that can be carried out
   */
  public static ChatRequest read(ObjectNode body, Optional<String> header) {
    Parameters.check(body);
    var metadata = metadata(body);
    return new ChatRequest(
        text(body, "model").orElseThrow(() -> ChatRefusal.bad("model", "is missing")),
        Messages.read(body.path("messages")),
        new Delivery(
            flag(body, "stream", ""),
            flag(object(body, "stream_options"), "include_usage", "stream_options."),
            text(metadata, "reasoning").map(ChatRequest::onOrOff)),
        session(text(metadata, "session"), header),
        text(body, "user").orElse(""),
        text(metadata, "attempt").orElse(""),
        schema(object(body, "response_format")));
  }

  /** The same with another conversation. */
  ChatRequest about(ChatThread other) {
    return new ChatRequest(model, other, delivery, named, user, attempt, schema);
  }

  /** The session: the named one, else one that follows from how the conversation begins. */
  SessionId root() {
    return named.orElseGet(() -> conversation.session(model, user));
  }

  /** The idempotency key of the turn, and of the branch that it may begin. */
  String key() {
    var variant = schema.map(text -> attempt + "\n" + text).orElse(attempt);
    return conversation.key(root(), conversation.past().size(), variant);
  }

  private static ObjectNode metadata(ObjectNode body) {
    var metadata = object(body, "metadata");
    for (var entry : metadata.properties()) {
      if (!entry.getValue().isTextual()) {
        throw ChatRefusal.bad("metadata", "has a value that is not a text");
      }
    }
    return metadata;
  }

  private static Optional<SessionId> session(Optional<String> inBody, Optional<String> header) {
    if (inBody.isPresent() && header.isPresent() && !inBody.equals(header)) {
      throw ChatRefusal.bad(
          "metadata.session", "and the header X-Fractal-Session name two sessions; name one");
    }
    return inBody
        .or(() -> header)
        .map(
            id -> {
              try {
                return new SessionId(id);
              } catch (IllegalArgumentException e) {
                throw ChatRefusal.bad(
                    "metadata.session",
                    "or the header X-Fractal-Session is no session id; use 1 to 200 letters,"
                        + " digits, '.', '_', '~' or '-', starting with a letter or a digit");
              }
            });
  }

  private static boolean onOrOff(String word) {
    return switch (word) {
      case "on" -> true;
      case "off" -> false;
      default -> throw ChatRefusal.bad("metadata.reasoning", "is neither 'on' nor 'off'");
    };
  }

  private static Optional<String> schema(ObjectNode format) {
    return switch (text(format, "type").orElse("text")) {
      case "text" -> Optional.empty();
      case "json_object" -> Optional.of("{\"type\":\"object\"}");
      case "json_schema" -> Optional.of(checked(format.path("json_schema").path("schema")));
      default ->
          throw ChatRefusal.unsupported(
              "response_format.type", "is not 'text', 'json_object' or 'json_schema'");
    };
  }

  private static String checked(JsonNode schema) {
    var name = "response_format.json_schema.schema";
    if (!schema.isObject()) {
      throw ChatRefusal.bad(name, "is not an object");
    }
    try {
      var text = schema.toString();
      var _ = ValueSchema.read(text);
      return text;
    } catch (IllegalArgumentException e) {
      throw ChatRefusal.bad(
          name, "is unusable: " + Parameters.shortened(String.valueOf(e.getMessage())));
    }
  }

  private static ObjectNode object(ObjectNode body, String name) {
    var value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (value instanceof ObjectNode object) {
      return object;
    }
    throw ChatRefusal.bad(name, "is not an object");
  }

  private static Optional<String> text(ObjectNode object, String name) {
    var value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw ChatRefusal.bad(name, "is not a text");
    }
    return Optional.of(value.textValue());
  }

  private static boolean flag(ObjectNode object, String name, String where) {
    var value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw ChatRefusal.bad(where + name, "is neither true nor false");
    }
    return value.booleanValue();
  }
}
