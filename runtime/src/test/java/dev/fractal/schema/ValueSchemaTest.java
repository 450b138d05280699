package dev.fractal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

  /** The paths through a schema, or through what it defines, are many more than its parts. */
  static Stream<String> schemasOfManyPaths() {
    var step = "{\"properties\":{\"a\":{\"$ref\":\"#/$defs/x\"}}}";
    var chain = new StringBuilder("{\"$ref\":\"#/$defs/c0\",\"$defs\":{");
    for (int i = 0; i < 40; i++) {
      var next = "{\"$ref\":\"#/$defs/c" + (i + 1) + "\"}";
      chain.append("\"c%d\":{\"allOf\":[%s,%s]},".formatted(i, next, next));
    }
    return Stream.concat(
        Stream.of("allOf", "oneOf")
            .map(
                word ->
                    "{\"$defs\":{\"x\":{\"%s\":[%s,%s,%s]}},\"$ref\":\"#/$defs/x\"}"
                        .formatted(word, step, step, step)),
        Stream.of(chain.append("\"c40\":{\"type\":\"object\"}}}").toString()));
  }

  @ParameterizedTest
  @MethodSource("schemasOfManyPaths")
  void aCheckOfTooManyStepsIsGivenUp(String schema) {
    var deep = "{\"a\":".repeat(24) + "{}" + "}".repeat(24);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(() -> ValueSchema.read(schema).problem(deep))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too many steps"));
  }

  @Test
  void aLargeValueIsNoReasonToGiveUp() {
    var schema =
        ValueSchema.read(
            "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"required\":[\"id\"],"
                + "\"properties\":{\"id\":{\"type\":\"integer\"},\"tags\":{\"type\":\"array\"}}}}");
    var values = "{\"id\":1,\"tags\":[\"a\",\"b\"]},".repeat(50_000);
    assertThat(schema.problem("[" + values + "{\"id\":2}]")).isEmpty();
    assertThat(schema.problem("[" + values + "{\"id\":\"x\"}]")).isPresent();
  }
}
