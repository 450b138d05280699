package dev.fractal.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The program {@code node} of this machine, a process for every round of a task. */
final class NodeBeside {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long PATIENCE_MINUTES = 10;

  private final Path program;
  private final Path directory;
  private final Path script;
  private final Path log;

  private NodeBeside(Path program, Workshop workshop, String log) {
    this.program = program;
    this.directory = workshop.directory();
    this.script = workshop.file("beside.mjs", KernelTask.resource("beside.mjs"));
    this.log = workshop.file("log.txt", log);
  }

  /** The program of this name or path, if there is one. */
  static Optional<NodeBeside> find(String name, Workshop workshop, String log) {
    var places =
        name.contains(File.separator)
            ? Stream.of(Path.of(name))
            : Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, name));
    return places
        .filter(Files::isExecutable)
        .findFirst()
        .map(program -> new NodeBeside(program, workshop, log));
  }

  String version() {
    return run(List.of("--version")).strip();
  }

  /** A fresh process that runs the task again and again. */
  TaskRuns run(KernelTask task) {
    try {
      var text = Files.writeString(directory.resolve(task.name() + ".js"), task.text());
      var words =
          List.of(
              script.toString(), text.toString(), log.toString(), Integer.toString(TaskRuns.COUNT));
      var found = JSON.readValue(run(words), Found.class);
      return new TaskRuns(found.millis(), List.of(), found.answers(), found.peakMib());
    } catch (IOException e) {
      throw new BenchException("node did not run " + task.name() + ": " + e.getMessage(), e);
    }
  }

  /** What the script prints. */
  record Found(List<Double> millis, List<String> answers, double peakMib) {}

  private String run(List<String> arguments) {
    var words = new ArrayList<>(List.of(program.toString()));
    words.addAll(arguments);
    var errors = directory.resolve("node-errors.txt");
    var output = directory.resolve("node-output.txt");
    try {
      var process =
          new ProcessBuilder(words)
              .redirectError(errors.toFile())
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new BenchException("node did not end within " + PATIENCE_MINUTES + " minutes");
      }
      if (process.exitValue() != 0) {
        throw new BenchException(
            "node ended with %d: %s".formatted(process.exitValue(), Files.readString(errors)));
      }
      return Files.readString(output);
    } catch (IOException e) {
      throw new BenchException("node cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("the benchmark was interrupted", e);
    }
  }
}
