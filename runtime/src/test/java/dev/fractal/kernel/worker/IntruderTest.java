package dev.fractal.kernel.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.confinement.Wrap;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program in a worker's place sees nothing of the node and does not outlive it. */
@Timeout(120)
final class IntruderTest {
  private static final Duration GONE_WITHIN = Duration.ofSeconds(1);

  @TempDir private Path directory;
  private Path classes;

  /** Only the classes of this test: the whole class path is not the worker's to read. */
  @BeforeEach
  void copyTheProgram() throws IOException, URISyntaxException {
    classes = Files.createDirectories(directory.resolve("classes"));
    var name = Intruder.class.getName().replace('.', '/') + ".class";
    var from =
        Path.of(Intruder.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .resolve(name);
    Files.createDirectories(classes.resolve(name).getParent());
    Files.copy(from, classes.resolve(name));
  }

  @Test
  void aWrappedProgramCanDoNothing() throws IOException, InterruptedException {
    assertThat(tried(Wrap.REQUIRED)).hasSize(10).noneMatch(line -> line.endsWith(Intruder.DONE));
    assertThat(directory.resolve("left")).doesNotExist();
  }

  /** Without wrapping the same program does it all, so the attempts are real. */
  @Test
  void anUnwrappedProgramCanDoAll() throws IOException, InterruptedException {
    assertThat(tried(Wrap.OFF))
        .contains(
            "socket: done",
            "file: done",
            "process: done",
            "signal: done",
            "directory: done",
            "priority: done");
  }

  @Test
  void aProgramThatNeverEndsDiesWithItsNode() throws Exception {
    List<ProcessHandle> left = leftOf(Wrap.REQUIRED);
    long since = System.nanoTime();
    while (!left.stream().allMatch(IntruderTest::hasEnded)) {
      assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(GONE_WITHIN);
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** A process whose end nobody has asked for yet has ended, too. */
  private static boolean hasEnded(ProcessHandle process) {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    try {
      return Files.readAllLines(status).stream().anyMatch(line -> line.matches("State:\\s+[ZX].*"));
    } catch (IOException e) {
      return !process.isAlive();
    }
  }

  @Test
  void anUnwrappedProgramThatNeverEndsOutlivesItsNode() throws Exception {
    List<ProcessHandle> left = leftOf(Wrap.OFF);
    try {
      assertThat(left).hasSize(1).allMatch(ProcessHandle::isAlive);
      assertThat(left.getFirst().onExit())
          .failsWithin(1, TimeUnit.SECONDS)
          .withThrowableOfType(TimeoutException.class);
    } finally {
      left.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private List<String> tried(Wrap wrap) throws IOException, InterruptedException {
    Path secret = Files.writeString(directory.resolve("token"), "secret");
    try (var listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> arguments =
          List.of(
              String.valueOf(listener.getLocalPort()),
              secret.toString(),
              String.valueOf(ProcessHandle.current().pid()),
              directory.toString(),
              String.valueOf(Intruder.niceness()));
      Wrapping wrapping = Wrapping.probed(wrap, place(), readable(classes.toString()));
      var builder =
          new ProcessBuilder(wrapping.around(java(classes.toString(), Intruder.class, arguments)))
              .redirectError(ProcessBuilder.Redirect.INHERIT);
      if (wrap != Wrap.OFF) {
        builder.environment().put("SECRET", "of the node");
      }
      Process process = builder.start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).isZero();
      return said.lines().toList();
    }
  }

  /** What a node that is killed leaves behind. */
  private List<ProcessHandle> leftOf(Wrap wrap) throws Exception {
    List<String> arguments = List.of(wrap.name(), place().toString(), classes.toString());
    Process sponsor =
        new ProcessBuilder(java(System.getProperty("java.class.path"), Sponsor.class, arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      var runs = CompletableFuture.supplyAsync(() -> saysThatItRuns(sponsor));
      assertThat(runs.get(60, TimeUnit.SECONDS)).isTrue();
      var left = new ArrayList<>(sponsor.toHandle().descendants().toList());
      assertThat(left).isNotEmpty();
      sponsor.destroyForcibly().waitFor();
      return left;
    } finally {
      sponsor.destroyForcibly();
    }
  }

  private static boolean saysThatItRuns(Process sponsor) {
    return sponsor.inputReader().lines().anyMatch("runs"::equals);
  }

  private Path place() throws IOException {
    return Files.createDirectories(directory.resolve("place"));
  }

  static List<String> java(String classPath, Class<?> program, List<String> arguments) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-cp",
                classPath,
                program.getName()));
    command.addAll(arguments);
    return command;
  }

  static List<Path> readable(String classPath) {
    return List.of(Path.of(System.getProperty("java.home")), Path.of(classPath));
  }
}
