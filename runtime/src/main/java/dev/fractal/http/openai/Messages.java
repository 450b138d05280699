package dev.fractal.http.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.http.openai.ChatThread.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the field {@code messages}; used once. */
final class Messages {
  private static final String NAME = "messages";

  private final List<String> system = new ArrayList<>();
  private final List<Said> past = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();

  private Messages() {}

  static ChatThread read(JsonNode messages) {
    if (!messages.isArray() || messages.isEmpty()) {
      throw ChatRefusal.bad(NAME, "is not an array of at least one message");
    }
    var reading = new Messages();
    for (int place = 0; place < messages.size(); place++) {
      reading.add(place, messages.get(place));
    }
    return reading.end(messages.size() - 1);
  }

  private void add(int place, JsonNode message) {
    var where = NAME + "[" + place + "]";
    if (!message.isObject()) {
      throw ChatRefusal.bad(where, "is not an object");
    }
    switch (message.path("role").asText()) {
      case "system", "developer" -> system.add(text(where, message));
      case "user" -> {
        var text = text(where, message);
        if (text.isBlank()) {
          throw ChatRefusal.bad(where + ".content", "is empty; say what the session should do");
        }
        asked.add(text);
      }
      case "assistant" -> answered(place, where, message);
      case "tool", "function" ->
          throw ChatRefusal.unsupported(
              where + ".role", "is of a tool; sessions use tools of their own only");
      default ->
          throw ChatRefusal.bad(
              where + ".role", "is not 'system', 'developer', 'user' or 'assistant'");
    }
  }

  private void answered(int place, String where, JsonNode message) {
    for (var call : List.of("tool_calls", "function_call", "audio")) {
      if (!isNothing(message.path(call))) {
        throw ChatRefusal.unsupported(
            where + "." + call, "is nothing that a session answers; leave it out");
      }
    }
    if (asked.isEmpty()) {
      throw new ChatRefusal(
          400,
          "UnknownHistory",
          where,
          "'" + where + "' answers no user message; a conversation begins with one");
    }
    past.add(new Said(question(), text(where, message), place));
    asked.clear();
  }

  private ChatThread end(int last) {
    if (asked.isEmpty()) {
      throw ChatRefusal.bad(NAME + "[" + last + "].role", "is not 'user'; say what is asked last");
    }
    return new ChatThread(String.join("\n\n", system), past, question());
  }

  /** User messages without an answer in between are one. */
  private String question() {
    return String.join("\n\n", asked);
  }

  private static String text(String where, JsonNode message) {
    var content = message.path("content");
    if (content.isTextual()) {
      return content.textValue();
    }
    if (!content.isArray()) {
      throw ChatRefusal.bad(where + ".content", "is neither a text nor an array of text parts");
    }
    var texts = new ArrayList<String>();
    for (int part = 0; part < content.size(); part++) {
      texts.add(part(where + ".content[" + part + "]", content.get(part)));
    }
    return String.join("", texts);
  }

  private static String part(String where, JsonNode part) {
    var type = part.path("type").asText();
    if (!type.equals("text")) {
      throw ChatRefusal.unsupported(where + ".type", "is not 'text'; sessions read texts only");
    }
    return Optional.of(part.path("text"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .orElseThrow(() -> ChatRefusal.bad(where + ".text", "is not a text"));
  }

  static boolean isNothing(JsonNode node) {
    return node.isMissingNode()
        || node.isNull()
        || (node.isContainerNode() && node.isEmpty())
        || (node.isBoolean() && !node.booleanValue());
  }
}
