package dev.fractal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run of CI lists as flakes; one without any goes on. */
final class FlakesTest {
  private static final Path SCRIPT = Path.of("..", ".ci", "flakes").toAbsolutePath().normalize();
  private static final String RIGHT =
      """
      <testsuite>
        <testcase name="first" classname="a.SteadyTest" time="1"/>
      </testsuite>
      """;
  private static final String FLAKY =
      """
      <testsuite>
        <testcase name="first" classname="a.OtherTest" time="1"/>
        <testcase name="second" classname="a.OtherTest" time="1">
          <flakyFailure message="late"/>
        </testcase>
      </testsuite>
      """;

  @TempDir Path home;

  private String listed() throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(SCRIPT.toString(), home.toString()).redirectErrorStream(true).start();
    try (var lines = process.getInputStream()) {
      var text = new String(lines.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(text).isZero();
      return text;
    }
  }

  private void report(String module, String name, String content) throws IOException {
    var folder = Files.createDirectories(home.resolve(module + "/target/surefire-reports"));
    Files.writeString(folder.resolve("TEST-" + name + ".xml"), content);
  }

  @Test
  void withoutReportsItPrintsNothing() throws Exception {
    assertThat(listed()).isEmpty();
  }

  @Test
  void withoutFlakesItPrintsNothing() throws Exception {
    report("runtime", "a.SteadyTest", RIGHT);
    assertThat(listed()).isEmpty();
  }

  @Test
  void aTestThatWasRightAtItsSecondTryIsListedOnce() throws Exception {
    report("runtime", "a.SteadyTest", RIGHT);
    report("runtime", "a.OtherTest", FLAKY);
    report("integration-tests", "a.OtherTest", FLAKY);
    assertThat(listed()).isEqualTo("a.OtherTest second\n");
  }
}
