package dev.fractal.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeafReplyTest {
  private static LeafReply checked(String schema, String reply) {
    try {
      return LeafReply.read(new LeafMode.Schema(new JsonMapper().readTree(schema)), reply);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String failure(LeafReply reply) {
    return reply instanceof LeafReply.Rejected(var failure)
        ? failure.type() + ": " + failure.message()
        : "none: " + reply;
  }

  @Test
  void textBecomesAJsonString() {
    assertThat(LeafReply.read(new LeafMode.Text(), " say \"hi\"\n"))
        .isEqualTo(new LeafReply.Answered("\" say \\\"hi\\\"\\n\""));
  }

  static Stream<Arguments> json() {
    return Stream.of(
        arguments("{\"a\": 1}", "{\"a\":1}"),
        arguments("  [1, 2.50]\n", "[1,2.5]"),
        arguments("\"x\"", "\"x\""),
        arguments("null", "null"),
        arguments("```json\n{\"a\": 1}\n```", "{\"a\":1}"),
        arguments("```\n[1]\n```\n", "[1]"),
        arguments("Here it is:\n```json\n{\"a\": \"```\"}\n```\nAnything else?", "none"),
        arguments("Sure:\n```json\n{\"a\": 1}\n```\nDone.", "{\"a\":1}"));
  }

  @ParameterizedTest
  @MethodSource("json")
  void jsonIsTakenOutOfItsFence(String reply, String expected) {
    LeafReply read = LeafReply.read(new LeafMode.Json(), reply);

    if (expected.equals("none")) {
      assertThat(failure(read)).startsWith("LeafNotJson");
    } else {
      assertThat(read).isEqualTo(new LeafReply.Answered(expected));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no", "{\"a\": 1} {\"b\": 2}", "{a: 1}", "```\nno\n```"})
  void whatIsNotOneJsonValueIsRefused(String reply) {
    assertThat(failure(LeafReply.read(new LeafMode.Json(), reply))).startsWith("LeafNotJson: ");
    assertThat(failure(checked("{}", reply))).startsWith("LeafNotJson: ");
  }

  @Test
  void aValueThatTheSchemaAdmitsIsTheAnswer() {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},\"required\":[\"n\"]}";

    assertThat(checked(schema, "{\"n\": 3}")).isEqualTo(new LeafReply.Answered("{\"n\":3}"));
    assertThat(failure(checked(schema, "{\"n\": \"three\"}")))
        .startsWith("LeafSchemaMismatch: ")
        .contains("$.n: string found, integer expected");
    assertThat(failure(checked(schema, "{}"))).startsWith("LeafSchemaMismatch: ").contains("n");
  }

  @Test
  void onlyTheFirstProblemsAreNamed() {
    assertThat(
            failure(
                checked(
                    "{\"type\":\"array\",\"items\":{\"type\":\"integer\"}}",
                    "[\"a\",\"b\",\"c\",\"d\",\"e\"]")))
        .contains("(and 2 more)")
        .doesNotContain("[4]");
  }

  @Test
  void anOlderDialectIsHonoured() {
    String schema =
        "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"definitions\":{\"x\":{\"type\":"
            + "\"string\"}},\"$ref\":\"#/definitions/x\"}";

    assertThat(checked(schema, "\"a\"")).isEqualTo(new LeafReply.Answered("\"a\""));
    assertThat(failure(checked(schema, "1"))).startsWith("LeafSchemaMismatch");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"$ref\":\"http://127.0.0.1:9/schema.json\"}",
        "{\"$ref\":\"file:///etc/hostname\"}",
        "{\"$ref\":\"classpath:logback.xml\"}",
        "{\"$ref\":\"#/definitions/none\"}",
        "{\"$ref\":\"#\"}",
        "{\"pattern\":\"(\"}",
        "{\"pattern\":\"(?=look)ahead\"}",
        "{\"$schema\":\"http://127.0.0.1:9/dialect\"}"
      })
  void aSchemaThatCannotBeUsedIsRefusedAndNothingIsFetched(String schema) {
    assertThat(failure(checked(schema, "\"x\""))).startsWith("BadSchema: ").doesNotContain("\n");
  }

  @Test
  void aPatternCannotRunAway() {
    long before = System.nanoTime();

    assertThat(failure(checked("{\"pattern\":\"^(a+)+$\"}", "\"" + "a".repeat(5000) + "!\"")))
        .startsWith("LeafSchemaMismatch");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }
}
