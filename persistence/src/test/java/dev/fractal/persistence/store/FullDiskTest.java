package dev.fractal.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.PayloadId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FullDiskTest {
  private static final int LIMIT_KIB = 2048;

  @Test
  void aFullDiskIsOneSentenceAndKeepsWhatWasCommitted(@TempDir Path directory) throws Exception {
    int kept;
    try (var child =
            ChildJvm.startWithFileLimit(LIMIT_KIB, FillingProcess.class, directory.toString());
        var output = child.output()) {
      kept = Integer.parseInt(output.readLine());
      assertThat(output.readLine())
          .isEqualTo(
              "the disk of the store in "
                  + directory
                  + " is full; free some space and start again");
      assertThat(child.await()).isZero();
    }

    assertThat(kept).isPositive();
    try (var store = Store.openNode(TestStores.h2(directory))) {
      for (int i = 0; i < kept; i++) {
        var text = FillingProcess.text(i);
        assertThat(store.payloads().get(PayloadId.of(text)).equals(text)).isTrue();
      }
    }
  }
}
