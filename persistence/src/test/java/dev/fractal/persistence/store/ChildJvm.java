package dev.fractal.persistence.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A second process on this class path. */
final class ChildJvm implements AutoCloseable {
  private final Process process;

  private ChildJvm(Process process) {
    this.process = process;
  }

  /** Starts the main method of a class; what it says on standard error goes to this process's. */
  static ChildJvm start(String heap, Class<?> main, String... arguments) throws IOException {
    var command = new ArrayList<>(command(heap, main));
    command.addAll(List.of(arguments));
    return run(command);
  }

  private static List<String> command(String heap, Class<?> main) {
    return List.of(
        ProcessHandle.current().info().command().orElseThrow(),
        "-Xmx" + heap,
        "-cp",
        System.getProperty("java.class.path"),
        main.getName());
  }

  /** The same with a limit on the size of every file that it writes, as a full disk would be. */
  static ChildJvm startWithFileLimit(int kibibytes, Class<?> main, String argument)
      throws IOException {
    var script = "ulimit -f " + kibibytes + "; exec \"$@\"";
    var command = new ArrayList<>(List.of("bash", "-c", script, "bash"));
    command.addAll(command("128m", main));
    command.add(argument);
    return run(command);
  }

  private static ChildJvm run(List<String> command) throws IOException {
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  BufferedReader output() {
    return process.inputReader(StandardCharsets.UTF_8);
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL on Unix; by its handle, which leaves what the process has printed readable. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  int await() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
