package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.spec.Derivation;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forks, pauses, purges and cancelled children as they are asked for. */
class DeriveVerbsTest {
  @TempDir Path directory;

  private CommandLineRig rig() {
    return new CommandLineRig(directory).withStore();
  }

  @Test
  void aForkWithoutAMessageOnlyBegins() {
    var rig = rig();
    var outcome = rig.run("fork", "s1", "--session", "f1", "--json");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.json().path("sessionId").asText()).isEqualTo("f1");
    assertThat(outcome.json().path("source").asText()).isEqualTo("s1");
    assertThat(outcome.json().path("head").asText()).isEqualTo(FakeNode.HEAD.value());
    assertThat(rig.node.asked).containsExactly("fork f1", "describe", "leave");
    assertThat(rig.node.derivations)
        .containsExactly(
            new Derivation.Fork(
                new SessionId("s1"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Budget.UNLIMITED));
  }

  @Test
  void aForkTakesAHeadModelsAndAProfileAndRunsATurn() {
    var rig = rig();
    var outcome =
        rig.run(
            "fork",
            "s1",
            "go",
            "--session",
            "f1",
            "--json",
            "--head",
            FakeNode.HEAD.value(),
            "--model",
            "openai:m",
            "--profile",
            "locked-down",
            "--max-steps",
            "3");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.json().path("value").asInt()).isEqualTo(42);
    assertThat(rig.node.asked).startsWith("fork f1", "submit QUEUE");
    var fork = (Derivation.Fork) rig.node.derivations.getFirst();
    assertThat(fork.head()).contains(FakeNode.HEAD);
    assertThat(fork.models().map(ModelChoice::root)).contains("openai:m");
    assertThat(fork.profile()).contains(Profile.LOCKED_DOWN);
    assertThat(rig.node.requests.getFirst().maxSteps()).contains(3);
  }

  @Test
  void forksAndTurnsTakeApprovals() {
    var rig = rig();
    assertThat(rig.run("fork", "s1", "--approve", "sh,mapLm").exit()).isZero();
    var fork = (Derivation.Fork) rig.node.derivations.getFirst();
    assertThat(fork.approve()).containsExactly("lm", "sh");
    assertThat(rig.run("turn", "s1", "go", "--approve", "writeFile,github.*").exit()).isZero();
    assertThat(rig.node.requests.getFirst().approve()).containsExactly("github.*", "writeFile");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fork s1 --approve nothing", "turn s1 go --approve ask"})
  void whatCannotBeApprovedIsRefusedBeforeANodeStarts(String words) {
    var rig = rig();
    var outcome = rig.run(words.split(" ", -1));
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("--approve: ", "is no function that a person can approve");
    assertThat(rig.launches).isZero();
  }

  @Test
  void anAttachIsAForkThatRunsATurn() {
    var rig = rig();
    assertThat(rig.run("attach", "s1", "what is x?").out().strip()).isEqualTo("42");
    assertThat(rig.node.derivations).hasSize(1);
    assertThat(rig.node.requests).hasSize(1);
  }

  @Test
  void aRefusedForkIsOneSentence() {
    var rig = rig();
    rig.node.refuse(Refusal.Kind.WiderThanSource, "a fork never widens");
    var outcome = rig.run("fork", "s1", "--profile", "trusted", "--json");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.json().at("/error/type").asText()).isEqualTo("WiderThanSource");
  }

  @ParameterizedTest
  @ValueSource(strings = {"turn s1 go --profile trusted", "resume s1 --profile trusted"})
  void aProfileForASessionThatExistsIsRefusedBeforeANodeStarts(String words) {
    var rig = rig();
    var outcome = rig.run(words.split(" ", -1));
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("what session 's1' may do was fixed at its start");
    assertThat(rig.launches).isZero();
  }

  @Test
  void aPauseSaysWhatBecameOfTheSession() {
    var outcome = rig().run("pause", "s1");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out().strip()).isEqualTo("session s1 is paused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"turn s1 go", "chat s1"})
  void aPausedSessionIsToldToBeResumedInsteadOfWaitedFor(String words) {
    var rig = rig();
    rig.node.paused = true;
    var outcome = rig.run(words.split(" ", -1));
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("'bin/fractal resume s1' goes on with it");
    assertThat(rig.node.requests).isEmpty();
  }

  @Test
  void aPurgeThatIsConfirmedRemovesTheSession() {
    var rig = rig();
    assertThat(rig.run("purge", "s1", "--yes").out().strip()).isEqualTo("session s1 is purged");
    assertThat(rig.node.asked).containsExactly("purge", "leave");
  }

  @Test
  void aChildIsCancelledThroughItsParent() {
    var rig = rig();
    var outcome = rig.run("cancel", "s1", "--child", "s1~c", "--json");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.json().path("child").asText()).isEqualTo("s1~c");
    assertThat(outcome.json().path("status").asText()).isEqualTo("final");
    assertThat(rig.node.asked).containsExactly("cancel child s1~c", "leave");
  }
}
