package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.command.Refusal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TellVerbTest {
  @TempDir private Path directory;

  private CommandLineRig rig() {
    return new CommandLineRig(directory).withStore();
  }

  @Test
  void itTellsAndSaysWhatBecameOfIt() {
    var rig = rig();
    var steered = rig.run("tell", "s1", "only the red ones", "--by", "kim");
    assertThat(steered.exit()).isZero();
    assertThat(steered.out()).contains("session s1 is running");
    var queued = rig.run("tell", "s1", "and then?", "--mode", "queue", "--by", "kim", "--json");
    assertThat(queued.json().get("turnId").asInt()).isEqualTo(2);
    assertThat(rig.node.asked)
        .contains("steer s1 'only the red ones' by kim", "queue s1 'and then?' by kim");
  }

  @Test
  void badWordsAndRefusalsAreOneSentence() {
    var rig = rig();
    assertThat(rig.run("tell", "s1", "x", "--mode", "shout").err())
        .contains("--mode is one of steer, queue, interrupt, not 'shout'");
    assertThat(rig.run("tell", "s1", "x".repeat(4_001)).err()).contains("4,000", "as a turn");
    assertThat(rig.run("tell", "s1", "x", "--by", "a\nb").err()).contains("of one line");
    assertThat(rig.run("tell", "s1", " ").exit()).isEqualTo(Exit.ERROR);
    assertThat(rig.node.asked).isEmpty();
    rig.node.refuse(Refusal.Kind.NoTurnRuns, "session s1 runs no turn");
    var refused = rig.run("tell", "s1", "x");
    assertThat(refused.exit()).isEqualTo(Exit.ERROR);
    assertThat(refused.err()).contains("session s1 runs no turn");
  }
}
