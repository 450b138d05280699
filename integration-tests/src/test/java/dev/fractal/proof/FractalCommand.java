package dev.fractal.proof;

import dev.fractal.node.FractalMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The command line as a process of its own: the main class that {@code bin/fractal} starts, with
 * this test's class path.
 *
 * @param directory the process's working directory
 * @param variables of its environment, beside the inherited ones
 * @param shell what starts the virtual machine, such as {@code env}; may be empty
 * @param options of the virtual machine
 */
record FractalCommand(
    Path directory, Map<String, String> variables, List<String> shell, List<String> options) {
  /** What the machine that runs the tests may have set for itself. */
  private static final List<String> OURS =
      List.of("FRACTAL_", "OPENAI_", "ANTHROPIC_", "GEMINI_", "OLLAMA_");

  private static final List<String> OPTIONS =
      List.of(
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xlog:disable");

  static FractalCommand in(Path directory) {
    return new FractalCommand(directory, Map.of(), List.of(), List.of("-Xmx192m"));
  }

  FractalCommand variables(Map<String, String> more) {
    return new FractalCommand(directory, more, shell, options);
  }

  FractalCommand shell(String... words) {
    return new FractalCommand(directory, variables, List.of(words), options);
  }

  FractalCommand options(String... words) {
    return new FractalCommand(directory, variables, shell, List.of(words));
  }

  /** Runs a verb to its end. */
  Ended run(String... words) {
    try (var running = start(words)) {
      return running.await();
    }
  }

  /** Starts a verb. */
  FractalProcess start(String... words) {
    return launch(ClassDataArchive.options(), words);
  }

  FractalProcess launch(List<String> classData, String... words) {
    var command = new ArrayList<>(shell);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(options);
    command.addAll(ClassDataArchive.engine());
    command.addAll(classData);
    command.addAll(List.of("-cp", ClassDataArchive.classPath(), FractalMain.class.getName()));
    command.addAll(List.of(words));
    try {
      var scratch = Scratch.directory("process");
      var builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(scratch.resolve("out").toFile())
              .redirectError(scratch.resolve("err").toFile());
      builder.environment().keySet().removeIf(name -> OURS.stream().anyMatch(name::startsWith));
      builder.environment().putAll(variables);
      return new FractalProcess(builder.start(), scratch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
