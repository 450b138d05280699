package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ScratchTest {
  @Test
  void aDirectoryGoesWithTheProcessThatMadeIt() throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java, "-cp", System.getProperty("java.class.path"), Forgetful.class.getName())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(Path.of(said)).isAbsolute().doesNotExist();
    assertThat(Path.of(said).getParent()).doesNotExist();
  }

  /** Makes one and leaves files in it. */
  static final class Forgetful {
    private Forgetful() {}

    public static void main(String[] args) throws IOException {
      var directory = Scratch.directory("forgotten");
      Files.writeString(Files.createDirectories(directory.resolve("a/b")).resolve("c"), "d");
      System.out.println(directory);
    }
  }
}
