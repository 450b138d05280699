package dev.fractal.kernel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Locale;

/**
 * Reads a variable's canonical form for people: a short text, never evaluated. The form is {@code
 * =} and JSON, or {@code #} and {@code [root, nodes]}, where a node is {@code [kind, data, …]}.
 */
public final class VariablePreview {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int WHOLE = 200;

  private VariablePreview() {}

  /** A short text for a canonical form, as {@link VariableChanges.Dumped} holds it. */
  public static String of(String encoded) {
    try {
      return switch (encoded.isEmpty() ? ' ' : encoded.charAt(0)) {
        case '=' -> plain(encoded.substring(1));
        case '#' -> graph(JSON.readTree(encoded.substring(1)));
        default -> "(unknown form)";
      };
    } catch (JsonProcessingException e) {
      return "(unreadable form)";
    }
  }

  private static String plain(String json) throws JsonProcessingException {
    if (json.length() <= WHOLE) {
      return json;
    }
    JsonNode value = JSON.readTree(json);
    return switch (value.getNodeType()) {
      case ARRAY -> counted("array", value.size(), "item");
      case OBJECT -> counted("object", value.size(), "key");
      case STRING -> counted("string", value.asText().length(), "character");
      case BINARY, BOOLEAN, MISSING, NULL, NUMBER, POJO -> json.substring(0, WHOLE) + "…";
    };
  }

  private static String graph(JsonNode form) {
    JsonNode root = form.path(0);
    return switch (root.path(0).asText()) {
      case "r" -> node(form.path(1).path(root.path(1).asInt()));
      case "x" -> "(shared with " + root.path(1).asText() + ")";
      case "i" -> "(built-in " + root.path(1).asText() + ")";
      case "u" -> "undefined";
      case "n" -> "NaN";
      case "z" -> "-0";
      case "+" -> "Infinity";
      case "-" -> "-Infinity";
      case "b" -> root.path(1).asText() + "n";
      case "s" -> "(symbol)";
      case "!" -> "(" + root.path(1).asText() + ")";
      default -> "(value)";
    };
  }

  private static String node(JsonNode node) {
    JsonNode data = node.path(1);
    return switch (node.path(0).asText()) {
      case "f" -> source(data.path(0).asText());
      case "a" -> counted("array", data.path(0).asInt(), "item");
      case "m" -> counted("Map", data.size() / 2, "entry");
      case "t" -> counted("Set", data.size(), "item");
      case "d" -> "Date " + data;
      case "x" -> "/" + data.path(0).asText() + "/" + data.path(1).asText();
      case "e" -> "Error";
      case "T" -> counted(data.path(0).asText(), data.path(3).asInt(), "element");
      case "B" -> "ArrayBuffer";
      case "in" -> "input " + data.asText();
      case "o" -> "object";
      case "!" -> "(" + data.asText() + ")";
      default -> "(value)";
    };
  }

  private static String source(String text) {
    int line = text.indexOf('\n');
    return line < 0 ? text : text.substring(0, line) + " …";
  }

  private static String counted(String kind, int count, String unit) {
    String plural = unit.endsWith("y") ? unit.substring(0, unit.length() - 1) + "ies" : unit + "s";
    return String.format(Locale.ROOT, "%s, %,d %s", kind, count, count == 1 ? unit : plural);
  }
}
