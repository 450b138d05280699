package dev.fractal.kernel.v8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process holds. */
final class ProcessMemory {
  private static final Path FIGURES = Path.of("/proc/self/statm");
  private static final long PAGE = 4096;

  private ProcessMemory() {}

  /** Resident bytes; the most there is where the system does not tell. */
  static long resident() {
    try {
      return Long.parseLong(Files.readString(FIGURES).strip().replaceFirst("\\d+ (\\d+).*", "$1"))
          * PAGE;
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
  }
}
