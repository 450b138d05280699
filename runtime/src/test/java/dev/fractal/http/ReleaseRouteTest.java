package dev.fractal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.HeadId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ReleaseRouteTest {
  private static final String PATH = "/v1/sessions/s1/release";

  private final HttpRig rig = HttpRig.start();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void itAnswersWhyTheSessionStoodStillAndWhatWasFound() {
    var answer = rig.post(PATH, "{\"by\":\"kim\",\"why\":\"repaired\",\"requestId\":\"k-1\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("sessionId").asText()).isEqualTo("s1");
    assertThat(answer.json().path("verdict").asText()).isEqualTo("lifted");
    assertThat(answer.json().at("/reason/type").asText()).isEqualTo("ReplDiverged");
    assertThat(answer.json().path("finding").asText()).isEqualTo("the record stands");
    assertThat(answer.json().path("head").isNull()).isTrue();
    assertThat(rig.sessions.asked).containsExactly("release AsRecorded[] by kim");
  }

  @Test
  void aHeadIsNamedOrLeftToTheSession() {
    var head = HeadId.of("h");
    rig.post(PATH, "{\"head\":\"" + head + "\"}");
    rig.post(PATH, "{\"newestGood\":true}");
    rig.post(PATH, "");
    assertThat(rig.sessions.asked)
        .containsExactly(
            "release AtHead[head=" + head + "] by http",
            "release NewestGood[] by http",
            "release AsRecorded[] by http");
  }

  @Test
  void badFieldsAreNamed() {
    var head = HeadId.of("h");
    var both = rig.post(PATH, "{\"head\":\"" + head + "\",\"newestGood\":true}");
    assertThat(both.status()).isEqualTo(400);
    assertThat(both.body()).contains("exclude each other");
    assertThat(rig.post(PATH, "{\"by\":\"\"}").body()).contains("'by'", "1 to 200 characters");
    assertThat(rig.post(PATH, "{\"why\":\"" + "w".repeat(2_001) + "\"}").body())
        .contains("'why'", "2,000");
    assertThat(rig.post(PATH, "{\"requestId\":\"" + "r".repeat(201) + "\"}").status())
        .isEqualTo(400);
    assertThat(rig.post(PATH, "{\"newestGood\":1}").status()).isEqualTo(400);
    assertThat(rig.sessions.asked).isEmpty();
  }
}
