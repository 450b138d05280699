package dev.fractal.kernel.worker;

import dev.fractal.kernel.CellOutcome.Limit;

/**
 * Why a worker ended.
 *
 * @param cause for metrics and logs: {@code stuck}, {@code memory}, {@code silent}, {@code crash},
 *     {@code killed}, {@code closed}
 * @param sentence what a log or a model reads
 * @param limit what a cell that did it has broken
 * @param guilty the request that did it, or 0 when it is not known
 * @param suspicious whether one of the requests that ran may have done it
 */
record WorkerEnd(String cause, String sentence, Limit limit, long guilty, boolean suspicious) {
  private static final int BY_SIGNAL = 128;
  private static final int SIGKILL = 9;

  static WorkerEnd stuck(long request, Limit limit) {
    return new WorkerEnd("stuck", "it could not be stopped", limit, request, true);
  }

  static WorkerEnd memory(long limit) {
    return new WorkerEnd(
        "memory",
        "its worker process held more than %,d MiB".formatted(limit >> 20),
        Limit.MEMORY,
        0,
        true);
  }

  static WorkerEnd silent() {
    return new WorkerEnd("silent", "its worker process did not answer", Limit.CPU_TIME, 0, true);
  }

  static WorkerEnd closed() {
    return new WorkerEnd("closed", "its worker process was closed", Limit.CPU_TIME, 0, false);
  }

  /** Of a process that ended by itself. */
  static WorkerEnd exit(int code) {
    if (code == BY_SIGNAL + SIGKILL) {
      return new WorkerEnd(
          "killed", "its worker process was killed from outside", Limit.MEMORY, 0, true);
    }
    return new WorkerEnd(
        "crash",
        "its worker process ran out of memory or crashed (exit code " + code + ")",
        Limit.MEMORY,
        0,
        true);
  }

  /** Whether a single cell that ran is certain to have done it. */
  boolean isOwnDoing() {
    return !cause.equals("killed") && !cause.equals("closed");
  }
}
