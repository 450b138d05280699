package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.proof.ExampleProgram;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of a program that connects to a cluster, run against one. */
@Tag("cluster")
@Timeout(600)
final class ClusterClientTest {
  @Test
  void theExampleAsksASessionOfAClusterTwice(@TempDir Path data) throws IOException {
    try (var _ = Fleet.start(data, 1, "ping.yaml")) {
      assertThat(ExampleProgram.run("ClusterClient.java", data).lines())
          .containsExactly(
              "turn 1: Finished[value=Inline[text=1229]]",
              "turn 2: Finished[value=Inline[text=9973]]");
    }
  }
}
