package dev.fractal.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.protocol.Failure;
import dev.fractal.schema.ValueSchema;
import java.util.Optional;

/** Checks a leaf's value against the JSON Schema that a cell wrote. */
final class LeafSchema {
  private LeafSchema() {}

  /** Why the schema does not admit the value, or why the schema itself cannot be used. */
  static Optional<Failure> problem(JsonNode schema, JsonNode value) {
    try {
      return ValueSchema.of(schema).problem(value).map(LeafSchema::mismatch);
    } catch (IllegalArgumentException e) {
      return Optional.of(new Failure("BadSchema", String.valueOf(e.getMessage())));
    }
  }

  private static Failure mismatch(String problems) {
    return new Failure(
        "LeafSchemaMismatch",
        "the leaf's answer does not fit the schema: "
            + problems
            + "; ask again with a query that says so, or loosen the schema");
  }
}
