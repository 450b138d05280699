package dev.fractal.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.fractal.confinement.Wrap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs see of the node's processes and leave among them. */
final class ProcessSpaceTest {
  /** Ways to stay that need no more than a shell; each ends at once and leaves a sleeper. */
  private static final List<String> WAYS =
      List.of(
          "sleep %s & exit 0",
          "setsid sleep %s & exit 0",
          "(setsid sh -c 'sleep %s & exit 0' &) ; exit 0",
          "nohup setsid sh -c 'trap \"\" HUP TERM; (sleep %s &)' >/dev/null 2>&1 & exit 0",
          "(cd /; setsid sh -c '(sleep %s </dev/null >/dev/null 2>&1 &)')");

  private static final ProcessSpace OWN = ProcessSpace.probed(Wrap.REQUIRED);
  private static final ProcessSpace SWEPT = new ProcessSpace(List.of(), "", true);
  private static final ProcessSpace OPEN = ProcessSpace.probed(Wrap.OFF);

  @TempDir Path area;

  private CommandResult run(ProcessSpace space, String script) {
    var settings = GateSettings.read(ConfigFactory.load()).shell();
    try (var programs = new Programs(settings, space)) {
      return Gates.done(
          programs.run(Gates.territory(area, "shell", "sh"), List.of("sh", "-c", script)));
    }
  }

  private static List<ProcessHandle> sleepers(String mark) {
    return ProcessHandle.allProcesses()
        .filter(handle -> handle.info().arguments().map(List::of).orElse(List.of()).contains(mark))
        .toList();
  }

  /** Those that are still there after a while. */
  private static List<ProcessHandle> left(String mark) {
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (!sleepers(mark).isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return sleepers(mark);
  }

  /** A number of seconds that nothing else sleeps for. */
  private static String mark() {
    return "9" + Math.abs(UUID.randomUUID().hashCode() % 1_000_000) + ".5";
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void nothingIsLeftInASpaceOfItsOwn(int way) {
    var mark = mark();
    assertThat(run(OWN, WAYS.get(way).formatted(mark)).exit()).isZero();
    assertThat(left(mark)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void norWhereItIsLookedFor(int way) {
    var mark = mark();
    assertThat(run(SWEPT, WAYS.get(way).formatted(mark)).exit()).isZero();
    assertThat(left(mark)).isEmpty();
  }

  @Test
  void withoutEitherSomethingIs() {
    var mark = mark();
    assertThat(run(OPEN, WAYS.getLast().formatted(mark)).exit()).isZero();
    var left = left(mark);
    left.forEach(ProcessHandle::destroyForcibly);
    assertThat(left).hasSize(1);
  }

  private static final String LOOK =
      "cat /proc/$PPID/environ /proc/$PPID/cmdline | tr '\\0' '\\n'; cat /proc/*/environ /proc/*/cmdline | tr '\\0' '\\n';"
          + " ls /proc | grep -c '^[0-9]'; exit 0";

  @Test
  void aSpaceOfItsOwnShowsNoOtherProcess() {
    var seen = run(OWN, LOOK).stdout();

    assertThat(seen).doesNotContain("java", "JAVA_HOME", "surefire");
    assertThat(run(OWN, "kill -0 " + ProcessHandle.current().pid()).exit()).isNotZero();
    assertThat(run(OPEN, LOOK).stdout()).contains("java");
    assertThat(run(OPEN, "kill -0 " + ProcessHandle.current().pid()).exit()).isZero();
  }

  @Test
  void exitCodesSignalsAndOutputsAreTheSame() {
    for (var space : List.of(OWN, OPEN)) {
      assertThat(run(space, "echo out; echo err >&2; exit 7"))
          .isEqualTo(new CommandResult(7, "out\n", "err\n", false));
      assertThat(run(space, "kill -TERM $$").exit()).isEqualTo(143);
      assertThat(run(space, "kill -KILL $$").exit()).isEqualTo(137);
    }
  }

  @Test
  void itIsSaidWhichItIs() {
    assertThat(OWN.sentence()).contains("see their own processes only");
    assertThat(OPEN.sentence()).contains("may leave some behind", "wrap = off");
    assertThatThrownBy(() -> GateSettings.read(bad())).hasMessageContaining("shell.wrap");
  }

  private static com.typesafe.config.Config bad() {
    return ConfigFactory.parseString("fractal.gate.shell.wrap = maybe")
        .withFallback(ConfigFactory.load());
  }
}
