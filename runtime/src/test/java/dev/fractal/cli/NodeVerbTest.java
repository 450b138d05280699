package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.command.Refusal;
import dev.fractal.view.SampleTree;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeVerbTest {
  @TempDir Path directory;
  private CommandLineRig rig = new CommandLineRig(Path.of(""));

  @BeforeEach
  void store() {
    rig = new CommandLineRig(directory).withStore();
  }

  @Test
  void untilIdleWakesWhatIsUnfinishedAndWaitsForIt() {
    rig.node.unfinished.add(2);

    var run = rig.run("node", "--until-idle", "--json");

    assertThat(run.exit()).isZero();
    assertThat(run.json().get("resumed").findValuesAsText("sessionId"))
        .containsExactly(SampleTree.ROOT.value(), SampleTree.BUSY.value());
    assertThat(run.json().at("/resumed/0/status").asText()).isEqualTo("idle");
    assertThat(rig.node.asked)
        .containsSubsequence(
            "wake " + List.of(SampleTree.ROOT, SampleTree.BUSY), "describe", "await 2", "leave");
  }

  @Test
  void withNothingUnfinishedItIsIdleAtOnce() {
    assertThat(rig.run("node", "--until-idle", "--json").json().get("resumed")).isEmpty();
  }

  @Test
  void aSessionThatRefusesIsReportedAndHoldsNobodyUp() {
    rig.node.unfinished.add(2);
    rig.node.refuse(Refusal.Kind.SessionQuarantined, "its journal has a gap");

    var run = rig.run("node", "--until-idle", "--json");

    assertThat(run.exit()).isZero();
    assertThat(run.json().at("/resumed/1/status").asText()).isEqualTo("SessionQuarantined");
  }
}
