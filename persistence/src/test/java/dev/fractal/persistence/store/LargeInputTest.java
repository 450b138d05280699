package dev.fractal.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LargeInputTest {
  private static final long CHARS = 200_000_000;

  @Test
  void twoHundredMegabytesPassThroughASmallHeap(@TempDir Path directory) throws Exception {
    try (var child =
        ChildJvm.start(
            "256m", LargeInputProcess.class, directory.toString(), String.valueOf(CHARS))) {
      try (var output = child.output()) {
        assertThat(output.readLine()).isEqualTo(CHARS + " " + CHARS + " true");
      }
      assertThat(child.await()).isZero();
    }
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("store.mv.db", "lock");
    }
  }
}
