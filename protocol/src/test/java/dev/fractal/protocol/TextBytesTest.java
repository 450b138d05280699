package dev.fractal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TextBytesTest {
  @Test
  void wellFormedTextsAreUtf8() {
    var text = "größer – 漢字 😀";

    assertThat(TextBytes.of(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anUnpairedSurrogateIsThreeBytes() {
    assertThat(TextBytes.of("a\ud83d😀\ude00"))
        .isEqualTo(
            new byte[] {
              'a',
              (byte) 0xed,
              (byte) 0xa0,
              (byte) 0xbd,
              (byte) 0xf0,
              (byte) 0x9f,
              (byte) 0x98,
              (byte) 0x80,
              (byte) 0xed,
              (byte) 0xb8,
              (byte) 0x80
            });
  }

  @Test
  void differentTextsHaveDifferentAddresses() {
    assertThat(Stream.of("a?", "a\ud83d", "a\ude00", "a\ufffd").map(Sha256::of).distinct())
        .hasSize(4);
  }

  @Test
  void unitsKeepEveryText() {
    for (var text : new String[] {"", "a", "\ude00\ud83d", "😀\ud83d", "\u0000\uffff"}) {
      assertThat(TextBytes.ofUnits(TextBytes.units(text)).equals(text)).isTrue();
    }
  }
}
