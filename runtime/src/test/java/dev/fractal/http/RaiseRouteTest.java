package dev.fractal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class RaiseRouteTest {
  private static final String PATH = "/v1/sessions/s1/budget";

  private final HttpRig rig = HttpRig.start();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void newLimitsAreTaken() {
    var raised = rig.post(PATH, "{\"budget\":{\"usd\":0.5,\"tokens\":100},\"by\":\"kim\"}");
    assertThat(raised.status()).isEqualTo(200);
    assertThat(raised.json().path("status").asText()).isEqualTo("running");
    rig.post(PATH, "{\"budget\":{\"sessions\":3}}");
    assertThat(rig.sessions.asked)
        .containsExactly(
            "raise s1 to 0.5 US dollars, 100 tokens by kim", "raise s1 to 3 sessions by http");
  }

  @ParameterizedTest
  @MethodSource("bad")
  void badFieldsAreNamed(String body, String sentence) {
    var refused = rig.post(PATH, body);
    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.body()).contains(sentence);
    assertThat(rig.sessions.asked).isEmpty();
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of("{}", "'budget' is missing"),
        Arguments.of("{\"budget\":{}}", "at least one new limit"),
        Arguments.of("{\"budget\":3}", "not an object"),
        Arguments.of("{\"budget\":{\"usd\":\"1\"}}", "is a number"),
        Arguments.of("{\"budget\":{\"usd\":0}}", "above 0"),
        Arguments.of("{\"budget\":{\"usd\":1e400}}", "too large"),
        Arguments.of("{\"budget\":{\"usd\":1e13}}", "at most 1,000,000,000,000"),
        Arguments.of("{\"budget\":{\"calls\":1.5}}", "whole"),
        Arguments.of("{\"budget\":{\"depth\":1}}", "has no 'depth'"),
        Arguments.of("{\"budget\":{\"usd\":1},\"by\":\"a\\nb\"}", "one line"),
        Arguments.of("{\"budget\":{\"usd\":1},\"more\":1}", "'more'"));
  }

  @Test
  void howABudgetEndsIsSaidAtTheStart() {
    var path = "/v1/sessions";
    assertThat(rig.post(path, "{\"onBudget\":\"stop\"}").body()).contains("'end' or 'ask'");
    assertThat(rig.post(path, "{\"warnAt\":0}").body()).contains("'warnAt'", "above 0");
    assertThat(rig.post(path, "{\"warnAt\":\"x\"}").body()).contains("not a number");
    assertThat(rig.post(path, "{\"onBudget\":\"ask\",\"warnAt\":0.5}").status()).isEqualTo(201);
  }
}
