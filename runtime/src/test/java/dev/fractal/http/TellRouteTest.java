package dev.fractal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TellRouteTest {
  private static final String PATH = "/v1/sessions/s1/messages";

  private final HttpRig rig = HttpRig.start();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aMessageIsTakenOrIsATurn() {
    var steered = rig.post(PATH, "{\"text\":\"hurry\",\"by\":\"kim\",\"requestId\":\"k-1\"}");
    assertThat(steered.status()).isEqualTo(200);
    assertThat(steered.json().path("status").asText()).isEqualTo("running");
    var queued = rig.post(PATH, "{\"text\":\"then?\",\"mode\":\"queue\",\"requestId\":\"k-2\"}");
    assertThat(queued.status()).isEqualTo(202);
    assertThat(queued.json().path("turnId").asInt()).isEqualTo(2);
    rig.post(PATH, "{\"text\":\"stop\",\"mode\":\"interrupt\",\"requestId\":\"k-3\"}");
    assertThat(rig.sessions.asked)
        .containsExactly(
            "steer s1 hurry by kim (k-1)",
            "queue s1 then? by http (k-2)",
            "interrupt s1 stop by http (k-3)");
  }

  @Test
  void badFieldsAreNamed() {
    assertThat(rig.post(PATH, "{}").body()).contains("'text'");
    assertThat(rig.post(PATH, "{\"text\":\"x\",\"mode\":\"shout\"}").body()).contains("'mode'");
    assertThat(rig.post(PATH, "{\"text\":\" \"}").status()).isEqualTo(400);
    assertThat(rig.post(PATH, "{\"text\":\"" + "x".repeat(4_001) + "\"}").body()).contains("4,000");
    assertThat(rig.post(PATH, "{\"text\":\"x\",\"by\":\"a\\nb\"}").body()).contains("one line");
    assertThat(rig.post(PATH, "{\"text\":\"\\ud800\"}").status()).isEqualTo(400);
    assertThat(rig.post(PATH, "{\"text\":\"x\",\"to\":\"y\"}").body()).contains("'to'");
    assertThat(rig.sessions.asked).isEmpty();
  }
}
