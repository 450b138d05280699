package dev.fractal.model.playbook;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of a playbook file with the line it stands on, so that a complaint can name the line. */
sealed interface PlaybookNode {
  int line();

  /** What the author would call this value. */
  String kind();

  /** Text, number, boolean or nothing, as it was written. */
  record Scalar(int line, String kind, String text) implements PlaybookNode {}

  /** A list. */
  record Items(int line, List<PlaybookNode> items) implements PlaybookNode {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** A mapping in the order of the file. */
  record Fields(int line, Map<String, Field> fields) implements PlaybookNode {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** One entry of a mapping; the line is the key's. */
  record Field(int line, PlaybookNode value) {}

  /** Reads the one document that the parser holds. */
  static PlaybookNode read(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    PlaybookNode node =
        first == null ? new Scalar(1, "nothing", "") : value(parser, parser.currentToken());
    if (parser.nextToken() != null) {
      throw new PlaybookProblem(line(parser), "has a second document; keep one per file");
    }
    return node;
  }

  private static PlaybookNode value(JsonParser parser, JsonToken token) throws IOException {
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      throw new PlaybookProblem(line(parser), "uses a YAML alias; write the value out");
    }
    return switch (token) {
      case START_OBJECT -> fields(parser);
      case START_ARRAY -> items(parser);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(parser, "a number");
      case VALUE_TRUE, VALUE_FALSE -> scalar(parser, "true or false");
      case VALUE_NULL -> new Scalar(line(parser), "nothing", "");
      case VALUE_STRING -> scalar(parser, "text");
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new PlaybookProblem(line(parser), "has a value of an unknown kind");
    };
  }

  private static Scalar scalar(JsonParser parser, String kind) throws IOException {
    return new Scalar(line(parser), kind, parser.getText());
  }

  private static Items items(JsonParser parser) throws IOException {
    int line = line(parser);
    List<PlaybookNode> items = new ArrayList<>();
    for (JsonToken t = next(parser); t != JsonToken.END_ARRAY; t = next(parser)) {
      items.add(value(parser, t));
    }
    return new Items(line, items);
  }

  private static Fields fields(JsonParser parser) throws IOException {
    int line = line(parser);
    Map<String, Field> fields = new LinkedHashMap<>();
    while (next(parser) != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = line(parser);
      fields.put(key, new Field(keyLine, value(parser, next(parser))));
    }
    return new Fields(line, fields);
  }

  private static JsonToken next(JsonParser parser) throws IOException {
    @Nullable JsonToken token = parser.nextToken();
    if (token == null) {
      throw new PlaybookProblem(line(parser), "ends in the middle of a value");
    }
    return token;
  }

  private static int line(JsonParser parser) {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }
}
