package dev.fractal.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a benchmark: one that is named stays, a temporary one goes when it is closed.
 */
record Workshop(Path directory, boolean temporary) implements AutoCloseable {

  static Workshop open(@Nullable Path named) {
    try {
      return named == null ? passing() : new Workshop(Files.createDirectories(named), false);
    } catch (IOException e) {
      throw new BenchException("the benchmark's directory cannot be made: " + e.getMessage(), e);
    }
  }

  private static Workshop passing() throws IOException {
    var made = new Workshop(Files.createTempDirectory("fractal-bench-"), true);
    var _ = AtExit.end(made::close);
    return made;
  }

  /** A directory within, made when it is missing; it goes with this one. */
  Workshop room(String name) {
    return new Workshop(open(directory.resolve(name)).directory, false);
  }

  /** Writes a file and answers where it is. */
  Path file(String name, String text) {
    try {
      return Files.writeString(directory.resolve(name), text);
    } catch (IOException e) {
      throw new BenchException("the benchmark's files cannot be written: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (!temporary || !Files.exists(directory)) {
      return;
    }
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(Workshop::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
