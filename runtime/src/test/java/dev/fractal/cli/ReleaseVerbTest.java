package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.Failure;
import dev.fractal.protocol.ReleaseReport;
import dev.fractal.protocol.ReleaseReport.Verdict;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply.Released;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReleaseVerbTest {
  @TempDir private Path directory;

  private CommandLineRig rig() {
    return new CommandLineRig(directory).withStore();
  }

  private static Released released(Verdict verdict, boolean head) {
    return new Released(
        new SessionId("s1"),
        SessionStatus.QUARANTINED,
        new ReleaseReport(
            verdict,
            new Failure("ReplDiverged", "x differs"),
            "the re-check says the same",
            head ? Optional.of(FakeNode.HEAD) : Optional.empty()));
  }

  @Test
  void itSaysWhyTheSessionStoodStillAndWhatWasFound() {
    var rig = rig();
    var outcome = rig.run("release", "s1", "--by", "kim", "--why", "repaired");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out())
        .contains("ReplDiverged: x differs", "it goes on where it stood: the record stands");
    assertThat(rig.node.asked).contains("release AsRecorded[] by kim");
    assertThat(rig.run("release", "s1", "--json").json().get("verdict").asText())
        .isEqualTo("lifted");
  }

  @Test
  void whatChangedNothingHasAnExitOfItsOwnAndSaysWhatToDo() {
    var rig = rig();
    rig.node.release = Optional.of(released(Verdict.HELD, true));
    var offered = rig.run("release", "s1");
    assertThat(offered.exit()).isEqualTo(Exit.CHECK_FAILED);
    assertThat(offered.out()).contains("bin/fractal release s1 --newest-good");
    rig.node.release = Optional.of(released(Verdict.HELD, false));
    assertThat(rig.run("release", "s1").out()).contains("bin/fractal check");
    rig.node.release = Optional.of(released(Verdict.RESTARTED, true));
    assertThat(rig.run("release", "s1", "--newest-good").exit()).isZero();
    assertThat(rig.node.asked).anyMatch(asked -> asked.startsWith("release NewestGood[] by "));
  }

  @Test
  void badWordsAndRefusalsAreOneSentence() {
    var rig = rig();
    assertThat(rig.run("release", "s1", "--head", "nonsense").exit()).isEqualTo(Exit.ERROR);
    assertThat(rig.run("release", "s1", "--newest-good", "--head", FakeNode.HEAD.value()).err())
        .contains("--head and --newest-good exclude each other");
    assertThat(rig.run("release", "s1", "--by", "").err()).contains("1 to 200 characters");
    assertThat(rig.node.asked).isEmpty();
    rig.node.refuse(Refusal.Kind.NothingToRelease, "session s1 is idle");
    var refused = rig.run("release", "s1");
    assertThat(refused.exit()).isEqualTo(Exit.ERROR);
    assertThat(refused.err()).contains("session s1 is idle");
    rig.node.refuse(Refusal.Kind.UnknownSession, "there is no session s1");
    assertThat(rig.run("release", "s1").exit()).isEqualTo(Exit.UNKNOWN_SESSION);
  }
}
