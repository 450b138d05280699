package dev.fractal.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The most memory that processes had since it was last forgotten, in MiB: of this process and of
 * those that it started. Both are 0 where the system does not tell.
 */
record PeakMemory(double node, double workers) {
  private static final String PEAK = "VmHWM:";
  private static final double KIB_PER_MIB = 1024;

  static PeakMemory now() {
    var self = ProcessHandle.current();
    return new PeakMemory(of(self), self.descendants().mapToDouble(PeakMemory::of).sum());
  }

  /** From here on only what this process has now counts, and what comes. */
  static void forget() {
    var way = Path.of("/proc/self/clear_refs");
    if (Files.isWritable(way)) {
      System.gc();
      write(way);
    }
  }

  private static void write(Path way) {
    try {
      Files.writeString(way, "5");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Upper bound of what both had together. */
  double together() {
    return node + workers;
  }

  private static double of(ProcessHandle process) {
    var status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(PEAK))
          .mapToDouble(line -> kib(line) / KIB_PER_MIB)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long kib(String line) {
    return Long.parseLong(line.substring(PEAK.length()).replace("kB", "").strip());
  }
}
