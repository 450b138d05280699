package dev.fractal.laptop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Starts nodes as processes of their own, which outlive this one, and ends them. */
final class NodeProcess {
  private static final String MAIN = "dev.fractal.node.FractalMain";
  private static final List<String> OPTIONS =
      List.of(
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xlog:disable");

  private NodeProcess() {}

  /**
   * Starts a node.
   *
   * @param home its directory: {@code node.conf} is there, its outputs go there
   * @param launcher words in front of the command line
   */
  static ProcessHandle start(Path home, List<String> launcher, String heap, NodeProgram program) {
    var words = new ArrayList<String>();
    if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
      words.add("/usr/bin/setsid");
    }
    words.addAll(launcher);
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(OPTIONS);
    words.add("-Xmx" + heap);
    words.addAll(program.options());
    var more = System.getenv("FRACTAL_JAVA_OPTS");
    if (more != null && !more.isBlank()) {
      words.addAll(List.of(more.strip().split("\\s+")));
    }
    words.addAll(List.of("-cp", program.classPath(), MAIN));
    words.addAll(List.of("node", "--profile", "postgres", "--data", home.toString()));
    words.addAll(List.of("--config", home.resolve("node.conf").toString()));
    var output = ProcessBuilder.Redirect.appendTo(home.resolve("output.log").toFile());
    try {
      var builder =
          new ProcessBuilder(words)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(output)
              .redirectErrorStream(true);
      builder.environment().putAll(program.variables());
      return builder.start().toHandle();
    } catch (IOException e) {
      throw new LaptopException("a node's process cannot be started: " + e.getMessage(), e);
    }
  }

  /** What the process said last. */
  static String lastWords(Path home) {
    try {
      var lines = Files.readAllLines(home.resolve("output.log"));
      return lines.isEmpty() ? "it said nothing" : lines.getLast();
    } catch (IOException e) {
      return "its output cannot be read";
    }
  }

  /** Waits for a process to end; answers whether it did. */
  static boolean ended(ProcessHandle process, long seconds) {
    try {
      process.onExit().get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaptopException("interrupted while a node was stopping", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for a process does not fail", e);
    }
  }
}
