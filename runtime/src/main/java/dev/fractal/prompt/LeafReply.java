package dev.fractal.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.fractal.protocol.Failure;

/** What a leaf's reply comes to in its mode. */
public sealed interface LeafReply {
  /**
   * An answer in the form that was asked for.
   *
   * @param json JSON text
   */
  record Answered(String json) implements LeafReply {}

  /**
   * A reply of another form: {@code LeafNotJson}, {@code LeafSchemaMismatch}, {@code BadSchema}.
   */
  record Rejected(Failure failure) implements LeafReply {}

  /** Reads a model's reply. */
  static LeafReply read(LeafMode mode, String reply) {
    return switch (mode) {
      case LeafMode.Text() -> new Answered(TextNode.valueOf(reply).toString());
      case LeafMode.Json() ->
          LeafJson.find(reply)
              .<LeafReply>map(value -> new Answered(value.toString()))
              .orElseGet(() -> notJson(reply));
      case LeafMode.Schema(var schema) ->
          LeafJson.find(reply).map(value -> checked(schema, value)).orElseGet(() -> notJson(reply));
    };
  }

  private static LeafReply checked(JsonNode schema, JsonNode value) {
    return LeafSchema.problem(schema, value)
        .<LeafReply>map(Rejected::new)
        .orElseGet(() -> new Answered(value.toString()));
  }

  private static Rejected notJson(String reply) {
    String start = reply.strip().replaceAll("\\s+", " ");
    String shown = start.length() <= 80 ? start : start.substring(0, 80) + "…";
    return new Rejected(
        new Failure(
            "LeafNotJson",
            "the leaf answered '"
                + shown
                + "', which is not one JSON value; ask again with a narrower query, or in mode"
                + " \"text\""));
  }
}
