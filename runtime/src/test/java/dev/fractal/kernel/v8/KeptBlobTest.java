package dev.fractal.kernel.v8;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to the file of a snapshot: the snapshot comes back as it was, or not at all. */
final class KeptBlobTest {
  @TempDir Path directory;

  private static byte[] blob(RandomGenerator random) {
    byte[] blob = new byte[1 + random.nextInt(5_000)];
    random.nextBytes(blob);
    return blob;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8})
  void comesBackWholeOrNotAtAll(long seed) throws IOException {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Path file = directory.resolve("one.blob");
    for (int i = 0; i < 100; i++) {
      byte[] blob = blob(random);
      KeptBlob.write(file, blob);
      assertThat(KeptBlob.read(file)).isEqualTo(blob);
      byte[] bytes = Files.readAllBytes(file);
      byte[] flipped = bytes.clone();
      flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, flipped);
      assertThat(KeptBlob.read(file)).as("flipped").isNull();
      Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      assertThat(KeptBlob.read(file)).as("cut").isNull();
      Files.write(file, Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(9)));
      assertThat(KeptBlob.read(file)).as("longer").isNull();
    }
  }

  @Test
  void aFileThatIsNotThereIsNoSnapshot() throws IOException {
    assertThat(KeptBlob.read(directory.resolve("none.blob"))).isNull();
  }
}
