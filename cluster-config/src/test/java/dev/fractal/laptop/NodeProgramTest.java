package dev.fractal.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a cluster on this machine hands on to its nodes. */
final class NodeProgramTest {
  @Test
  void nodesUseWhatTheBuildHasMadeAndNothingElseOfTheCommandLine() {
    assertThat(
            NodeProgram.ofBuild(
                List.of(
                    "-Xmx1g",
                    "-XX:SharedArchiveFile=/d/fractal.jsa",
                    "-Dfractal.v8.library=/d/v8",
                    "-Dfractal.v8.library.else=x",
                    "-Dfractal.terminals=1")))
        .containsExactly("-XX:SharedArchiveFile=/d/fractal.jsa", "-Dfractal.v8.library=/d/v8");
  }
}
