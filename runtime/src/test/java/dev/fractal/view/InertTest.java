package dev.fractal.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

final class InertTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void halvesOfPairsStayApart() throws JsonProcessingException {
    var value =
        JSON.createObjectNode().put("a", "\ud800").put("\udc00", 1).put("b", "\ude00\ud83d");

    var json = Inert.json(value.toString());

    assertThat(json).isEqualTo("{\"a\":\"\\ud800\",\"\\udc00\":1,\"b\":\"\\ude00\\ud83d\"}");
    assertThat(JSON.readTree(json)).isEqualTo(value);
    assertThat(Inert.text("x\ud83d\ude00y")).isEqualTo("x\ud83d\ude00y");
  }

  /** Whatever it is, the bytes that leave are those of the same value. */
  @Test
  void everyTextSurvivesItsBytes() throws JsonProcessingException {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    for (int round = 0; round < 2_000; round++) {
      var text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(
            (char) (random.nextBoolean() ? 0xd7f0 + random.nextInt(0x820) : random.nextInt(0x80)));
      }
      var value = JSON.createObjectNode().put("t", text.toString());
      var bytes = Inert.json(value.toString()).getBytes(StandardCharsets.UTF_8);
      assertThat(JSON.readTree(new String(bytes, StandardCharsets.UTF_8))).isEqualTo(value);
    }
  }
}
