package dev.fractal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What probes are answered is a contract to the byte. */
final class HealthTextTest {
  @Test
  void aProcessThatLivesSaysSoAndNothingElse() {
    try (var rig = HttpRig.start()) {
      var answer = rig.get("/health/alive");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("{\"status\":\"alive\"}\n");
    }
  }
}
