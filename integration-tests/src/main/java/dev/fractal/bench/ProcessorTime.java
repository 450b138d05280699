package dev.fractal.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * Processor time of the threads of this process and of those that it started, in nanoseconds by
 * thread; empty where the system does not tell.
 *
 * @param kernels threads that may evaluate cells: in the processes that this one started if there
 *     are any, else in this one
 * @param others all other threads, those of compilers and collectors among them
 */
record ProcessorTime(Map<Long, Long> kernels, Map<Long, Long> others) {
  private static final double NANOS_PER_MILLI = 1e6;

  /** How the virtual machine and V8 name threads that work beside all others. */
  private static final Pattern SERVANT = Pattern.compile("(C1|C2|GC|G1|VM|V8) .*");

  ProcessorTime {
    kernels = Map.copyOf(kernels);
    others = Map.copyOf(others);
  }

  /** What was spent until now. */
  static ProcessorTime now() {
    var self = ProcessHandle.current();
    var workers = self.descendants().map(ProcessHandle::pid).toList();
    Map<Long, Long> kernels = new HashMap<>();
    Map<Long, Long> others = new HashMap<>();
    workers.forEach(worker -> read(worker, kernels, others));
    read(self.pid(), workers.isEmpty() ? kernels : others, others);
    return new ProcessorTime(kernels, others);
  }

  /** Milliseconds of the thread that did most for cells since then. */
  OptionalDouble busiestSince(ProcessorTime before) {
    return spent(before.kernels, kernels).max().stream()
        .mapToDouble(nanos -> nanos / NANOS_PER_MILLI)
        .findFirst();
  }

  /** Milliseconds of all threads since then: compilers, collectors, node and workers. */
  OptionalDouble allSince(ProcessorTime before) {
    double nanos = spent(before.kernels, kernels).sum() + spent(before.others, others).sum();
    return kernels.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(nanos / NANOS_PER_MILLI);
  }

  private static LongStream spent(Map<Long, Long> before, Map<Long, Long> after) {
    return after.entrySet().stream()
        .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L));
  }

  private static void read(long process, Map<Long, Long> ofCells, Map<Long, Long> ofServants) {
    var tasks = Path.of("/proc", Long.toString(process), "task");
    if (!Files.isDirectory(tasks)) {
      return;
    }
    try (var threads = Files.list(tasks)) {
      for (var thread : threads.toList()) {
        var name = line(thread.resolve("comm"));
        var time = line(thread.resolve("schedstat"));
        if (name.isPresent() && time.isPresent()) {
          (SERVANT.matcher(name.get()).matches() ? ofServants : ofCells)
              .put(
                  Long.valueOf(thread.getFileName().toString()),
                  Long.valueOf(time.get().split(" ", 2)[0]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty when the thread, or its process, has just ended. */
  private static Optional<String> line(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      if (Files.exists(file)) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
