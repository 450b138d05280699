package dev.fractal.persistence.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.PayloadId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KilledProcessTest {
  private static final int KILLS = 5;

  @Test
  void everyCommitThatWasAcknowledgedSurvivesSigkill(@TempDir Path directory) throws Exception {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    var acknowledged = new ArrayList<Long>();

    for (int kill = 0; kill < KILLS; kill++) {
      var committed = runAndKill(directory, kill * 1_000_000L, 50 + random.nextInt(250));
      assertThat(committed).hasSizeGreaterThanOrEqualTo(50);
      acknowledged.addAll(committed);
    }

    try (var store = Store.openReader(TestStores.h2(directory))) {
      for (long number : acknowledged) {
        var text = CommittingProcess.text(number);
        assertThat(store.payloads().get(PayloadId.of(text))).isEqualTo(text);
      }
    }
  }

  private static List<Long> runAndKill(Path directory, long first, int lines)
      throws IOException, InterruptedException {
    try (var child =
        ChildJvm.start(
            "256m", CommittingProcess.class, directory.toString(), String.valueOf(first))) {
      var committed = new ArrayList<Long>();
      try (var output = child.output()) {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
          committed.add(Long.parseLong(line));
          if (committed.size() == lines) {
            child.kill();
          }
        }
      }
      child.await();
      return committed;
    }
  }
}
