package dev.fractal.laptop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that are started and waited for. */
final class LaptopPrograms {
  private static final long PATIENCE_SECONDS = 60;

  private LaptopPrograms() {}

  /**
   * Runs a program to its end.
   *
   * @param log where its output goes; it is read when the program fails
   */
  static void run(List<String> words, Path log) {
    int exit = exit(words, log);
    if (exit != 0) {
      throw new LaptopException(
          "%s failed (exit %d): %s; see %s"
              .formatted(Path.of(words.getFirst()).getFileName(), exit, lastLine(log), log));
    }
  }

  /** Runs a program to its end and answers its exit code. */
  static int exit(List<String> words, Path log) {
    try {
      var process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new LaptopException(
            words.getFirst() + " did not end within " + PATIENCE_SECONDS + " s; see " + log);
      }
      return process.exitValue();
    } catch (IOException e) {
      throw new LaptopException(words.getFirst() + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LaptopException("interrupted while " + words.getFirst() + " ran", e);
    }
  }

  private static String lastLine(Path log) {
    try {
      var lines = Files.readAllLines(log, StandardCharsets.UTF_8);
      return lines.isEmpty() ? "it said nothing" : lines.getLast();
    } catch (IOException e) {
      return "its output cannot be read";
    }
  }
}
