package dev.fractal.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Work for a kernel, and for the program {@code node} beside it: one text that both run.
 *
 * @param text JavaScript; it reads {@code inputs.log} and ends with {@code FINAL(answer)}
 */
record KernelTask(String name, String text) {
  /** The task that stands for ordinary work, by which kernels are judged. */
  static final String JOB = "job";

  /** Parts of the log in 1,000 that the regular expressions take: 10 MB of 15.5. */
  private static final long PART = 645;

  private static final int PER_LINE = 5;

  /** All tasks, of sizes that go with the log's. */
  static List<KernelTask> all(int lines, long units) {
    long many = (long) PER_LINE * lines;
    return List.of(
        of(JOB, 0),
        of("regex", units * PART / 1000),
        of("json", lines),
        of("numbers", many),
        of("strings", many),
        of("map", many));
  }

  private static KernelTask of(String name, long size) {
    return new KernelTask(name, resource(name + ".js").replace("SIZE", Long.toString(size)));
  }

  /** A text that belongs to the tasks. */
  static String resource(String name) {
    try (var in = KernelTask.class.getResourceAsStream("kernel/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no kernel/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
