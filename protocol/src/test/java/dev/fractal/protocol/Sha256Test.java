package dev.fractal.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Sha256Test {
  /** A long text becomes bytes in pieces of this many units. */
  private static final int PIECE = 1 << 16;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aLongTextHasTheAddressOfItsBytesWhateverStandsWhereItIsCut(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int length = 2 * PIECE - 3; length <= 2 * PIECE + 3; length++) {
      var text = new StringBuilder();
      for (int i = 0; i < length; i++) {
        boolean nearCut = i % PIECE < 4 || i % PIECE > PIECE - 4;
        text.append((char) (nearCut ? 0xd700 + random.nextInt(0x900) : 'a' + random.nextInt(26)));
      }
      assertEquals(
          Sha256.address(Sha256.newDigest().digest(TextBytes.of(text))),
          Sha256.of(text.toString()),
          () -> "seed " + seed + ", " + text.length() + " units");
    }
  }
}
