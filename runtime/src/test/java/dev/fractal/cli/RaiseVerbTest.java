package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.command.Refusal;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RaiseVerbTest {
  @TempDir private Path directory;

  private CommandLineRig rig() {
    return new CommandLineRig(directory).withStore();
  }

  @Test
  void itRaisesWhatIsNamed() {
    var rig = rig();
    var raised = rig.run("raise", "s1", "--usd", "0.50", "--calls", "40", "--by", "kim");
    assertThat(raised.exit()).isZero();
    assertThat(raised.out()).contains("session s1 is running");
    assertThat(rig.node.asked).contains("raise s1 to 0.5 US dollars, 40 model calls by kim");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--usd|x|--usd 'x' is not a number",
        "--usd|0|a raise's 'usd' is above 0",
        "--usd|-1|a raise's 'usd' is above 0",
        "--usd|1e13|at most 1,000,000,000,000",
        "--usd|1e99999999|at most 1,000,000,000,000",
        "--usd|0.0000000001|at most 9 decimals",
        "--calls|1.5|and whole",
        "--by|kim|names at least one new limit",
      })
  void whatCannotBeMeantIsOneSentence(String option, String value, String sentence) {
    var rig = rig();
    var refused = rig.run("raise", "s1", option, value);
    assertThat(refused.exit()).isEqualTo(Exit.ERROR);
    assertThat(refused.err()).contains(sentence);
    assertThat(rig.node.asked).isEmpty();
  }

  @Test
  void aRefusalIsSaid() {
    var rig = rig();
    rig.node.refuse(Refusal.Kind.NothingToRaise, "session s1 may use no less already");
    assertThat(rig.run("raise", "s1", "--usd", "1").err()).contains("may use no less already");
  }

  /** How a session's budget ends is said at its start. */
  @Test
  void whatHappensAtTheEndOfABudgetIsSaidAtTheStart() {
    var rig = rig();
    assertThat(rig.run("run", "--on-budget", "stop", "hi").err()).contains("'end' or 'ask'");
    assertThat(rig.run("run", "--warn-at", "1.5", "hi").err()).contains("above 0 and at most 1");
    assertThat(rig.run("run", "--warn-at", "x", "hi").err()).contains("--warn-at 'x'");
  }
}
