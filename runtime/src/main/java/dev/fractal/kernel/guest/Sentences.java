package dev.fractal.kernel.guest;

import dev.fractal.kernel.CellOutcome.Limit;
import dev.fractal.kernel.KernelLimits;

/** What a model reads when a cell cannot go on. */
final class Sentences {
  static final String NEVER_SETTLES =
      "Error: the cell waits for a promise that nothing can settle; await only host calls and"
          + " promises that your code resolves";

  private Sentences() {}

  static String of(Limit limit, KernelLimits limits) {
    return switch (limit) {
      case CPU_TIME ->
          "the cell used more than %d ms of CPU time; do less per cell or fix the endless loop"
              .formatted(limits.cpuTime().toMillis());
      case MEMORY ->
          "the cell held more than %,d MiB, or as much in array buffers; keep less, work on smaller pieces"
              .formatted(limits.heap() >> 20);
      case OUTPUT ->
          "the cell printed more than %,d characters; print a summary or use inspect"
              .formatted(limits.output());
      case HOST_CALLS ->
          "the cell had more than %d host calls waiting; make them in chunks"
              .formatted(limits.hostCalls());
      case STACK -> "the cell nested its calls too deeply; use a loop";
    };
  }
}
