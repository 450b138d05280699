package dev.fractal.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The names of all that a directory holds. */
final class Footprint {
  private Footprint() {}

  static List<String> of(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.map(file -> directory.relativize(file).toString()).sorted().toList();
    }
  }
}
