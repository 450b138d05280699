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
  private static final String RESIDENT = "VmRSS:";
  private static final double KIB_PER_MIB = 1024;

  static PeakMemory now() {
    var self = ProcessHandle.current();
    return new PeakMemory(
        of(self, PEAK), self.descendants().mapToDouble(process -> of(process, PEAK)).sum());
  }

  /** What the processes that this one started have now, in MiB. */
  static double ofWorkersNow() {
    return ProcessHandle.current().descendants().mapToDouble(p -> of(p, RESIDENT)).sum();
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

  private static double of(ProcessHandle process, String figure) {
    var status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith(figure))
          .mapToDouble(line -> kib(line, figure) / KIB_PER_MIB)
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long kib(String line, String figure) {
    return Long.parseLong(line.substring(figure.length()).replace("kB", "").strip());
  }
}
