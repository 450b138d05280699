package dev.fractal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schemas that can be used, and those that cannot. */
final class ValueSchemaTest {
  @Test
  void aValueThatFitsHasNoProblem() {
    var schema = ValueSchema.read("{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}");

    assertThat(schema.problem("[1, 2]")).isEmpty();
    assertThat(schema.problem("[1, \"two\"]").orElse("none")).contains("$[1]");
  }

  @Test
  void aRecursiveSchemaIsUsable() {
    var tree = ValueSchema.read("{\"type\":\"array\",\"items\":{\"$ref\":\"#\"}}");

    assertThat(tree.problem("[[], [[]]]")).isEmpty();
    assertThat(tree.problem("[[], [1]]")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "7",
        "{",
        "{\"type\":\"strin\"}",
        "{\"required\":true}",
        "{\"pattern\":\"(\"}",
        "{\"$ref\":\"#/definitions/none\"}",
        "{\"$ref\":\"http://127.0.0.1:9/schema.json\"}"
      })
  void aSchemaThatCannotBeUsedIsRefusedAtOnce(String schema) {
    assertThatThrownBy(() -> ValueSchema.read(schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("\n");
  }
}
