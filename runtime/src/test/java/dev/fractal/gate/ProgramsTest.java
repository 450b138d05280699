package dev.fractal.gate;

import static dev.fractal.gate.Gates.done;
import static dev.fractal.gate.Gates.failure;
import static dev.fractal.gate.Gates.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgramsTest {
  @AutoClose
  private final Gate gate =
      Gates.gate("fractal.gate.shell { deadline = 2s, max-output = 1000, lang = C }");

  @TempDir Path area;

  private Outcome<CommandResult> run(List<String> admitted, String... command) {
    return gate.sh(
        Gates.territory(area, "shell", admitted.toArray(String[]::new)), List.of(command));
  }

  @Test
  void aProgramGetsItsArgumentsAsTheyAre() {
    assertThat(done(run(List.of("echo"), "echo", "a b", "$HOME", "; ls", "`id`", "*")))
        .isEqualTo(new CommandResult(0, "a b $HOME ; ls `id` *\n", "", false));
  }

  @Test
  void itSeesItsDirectoryAndAnEmptyInputAndHardlyAnyEnvironment() throws IOException {
    assertThat(done(run(List.of("pwd"), "pwd")).stdout().strip())
        .isEqualTo(area.toRealPath().toString());
    assertThat(done(run(List.of("cat"), "cat")).stdout()).isEmpty();
    assertThat(done(run(List.of("env"), "env")).stdout().lines())
        .containsExactlyInAnyOrder("LANG=C", "PATH=/usr/local/bin:/usr/bin:/bin");
  }

  @Test
  void exitCodesAndErrorsAreResults() {
    var result = done(run(List.of("cat"), "cat", "missing"));

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stderr()).contains("missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ls",
        "CAT",
        "/bin/cat",
        "./cat",
        "../bin/cat",
        "cat ",
        " cat",
        "cat;ls",
        "cat\n",
        "cat\0",
        "",
        ".",
        "..",
        "-c",
        "*",
        "$SHELL",
        "cat|sh"
      })
  void onlyAdmittedBareNamesAreRun(String program) {
    refusal(run(List.of("cat", "echo"), program));
  }

  @Test
  void everythingIsNotAStar() {
    refusal(run(List.of("*"), "*"));
    refusal(run(List.of("*"), "/bin/echo", "x"));
    refusal(run(List.of("*"), "echo", "a\0b"));
    assertThat(done(run(List.of("*"), "echo", "x")).stdout()).isEqualTo("x\n");
    assertThat(failure(run(List.of("*"), "no-such-program"))).contains("no program");
  }

  @Test
  void programsInTheWorkingDirectoryAreNotFound() throws IOException {
    var planted = Files.writeString(area.resolve("planted"), "#!/bin/sh\necho x\n");
    assertThat(planted.toFile().setExecutable(true)).isTrue();

    assertThat(failure(run(List.of("planted"), "planted"))).contains("no program");
  }

  @Test
  void noCommandIsRefused() {
    refusal(gate.sh(Gates.territory(area, "shell", "*"), List.of()));
    assertThat(refusal(gate.sh(Gates.territory(area, "read", "."), List.of("echo"))))
        .isEqualTo("this session may not run programs");
  }

  @Test
  void outputsAreCappedWithoutHoldingTheProgramUp() {
    var result = done(run(List.of("head"), "head", "-c", "5000000", "/dev/zero"));

    assertThat(result.stdout()).hasSize(1000);
    assertThat(result.truncated()).isTrue();
    assertThat(result.exit()).isZero();
  }

  @Test
  void theDeadlineEndsAProgramAndEverythingBelowIt() {
    assertThat(failure(run(List.of("sh"), "sh", "-c", "sleep 4242 & sleep 4242")))
        .contains("ended after 2000 ms");
    awaitEnd("4242");
  }

  @Test
  void whatAProgramLeavesBehindIsEndedToo() {
    var result = done(run(List.of("sh"), "sh", "-c", "sleep 4343 & sleep 0.3; echo done"));

    assertThat(result.stdout()).isEqualTo("done\n");
    awaitEnd("4343");
  }

  @Test
  void anInterruptEndsAProgram() throws InterruptedException {
    var outcome = new CompletableFuture<Outcome<CommandResult>>();
    var thread =
        Thread.ofVirtual().start(() -> outcome.complete(run(List.of("sleep"), "sleep", "4444")));
    while (sleepers("4444") == 0 && thread.isAlive()) {
      Thread.onSpinWait();
    }

    thread.interrupt();

    assertThat(failure(outcome.join())).contains("cancelled");
    awaitEnd("4444");
  }

  /** Killed processes are gone as soon as the system has reaped them. */
  private static void awaitEnd(String seconds) {
    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (sleepers(seconds) > 0 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(sleepers(seconds)).isZero();
  }

  private static long sleepers(String seconds) {
    return ProcessHandle.allProcesses()
        .filter(handle -> handle.info().arguments().orElse(new String[0]).length == 1)
        .filter(handle -> seconds.equals(handle.info().arguments().orElseThrow()[0]))
        .count();
  }
}
