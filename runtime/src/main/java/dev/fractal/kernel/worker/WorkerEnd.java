package dev.fractal.kernel.worker;

import dev.fractal.kernel.CellOutcome.Limit;
import java.util.Set;

/**
 * Why a worker ended.
 *
 * @param cause for metrics and logs: {@code stuck}, {@code memory}, {@code silent}, {@code crash},
 *     {@code killed}, {@code closed}
 * @param sentence what a log or a model reads
 * @param limit what a cell that did it has broken
 * @param guilty the request that did it, or 0 when it is not known
 * @param suspect the request that may have done it; each of those that ran may with {@link
 *     #ANY_REQUEST}, none with 0
 */
record WorkerEnd(String cause, String sentence, Limit limit, long guilty, long suspect) {
  /** No number of a request. */
  static final long ANY_REQUEST = -1;

  private static final int BY_SIGNAL = 128;

  /** SIGHUP, SIGINT, SIGQUIT, SIGKILL and SIGTERM: no engine sends them to itself. */
  private static final Set<Integer> FROM_OUTSIDE = Set.of(1, 2, 3, 9, 15);

  static WorkerEnd stuck(long request, Limit limit) {
    return new WorkerEnd("stuck", "it could not be stopped", limit, request, 0);
  }

  /**
   * It held too much.
   *
   * @param heaviest the request whose cell held most, or 0 when that is not known
   */
  static WorkerEnd memory(long limit, long heaviest) {
    return new WorkerEnd(
        "memory",
        "its worker process held more than %,d MiB".formatted(limit >> 20),
        Limit.MEMORY,
        0,
        heaviest == 0 ? ANY_REQUEST : heaviest);
  }

  static WorkerEnd silent() {
    return new WorkerEnd(
        "silent", "its worker process did not answer", Limit.CPU_TIME, 0, ANY_REQUEST);
  }

  /** One of its requests took longer than it could have. */
  static WorkerEnd overdue(long request) {
    return new WorkerEnd("silent", "it came to no end", Limit.CPU_TIME, request, 0);
  }

  static WorkerEnd closed() {
    return new WorkerEnd("closed", "its worker process was closed", Limit.CPU_TIME, 0, 0);
  }

  /** Of a process that ended by itself. */
  static WorkerEnd exit(int code) {
    if (FROM_OUTSIDE.contains(code - BY_SIGNAL)) {
      return new WorkerEnd(
          "killed", "its worker process was killed from outside", Limit.MEMORY, 0, ANY_REQUEST);
    }
    return new WorkerEnd(
        "crash",
        "its worker process ran out of memory or crashed (exit code " + code + ")",
        Limit.MEMORY,
        0,
        ANY_REQUEST);
  }

  /** Whether this request, one of several, may have done it. */
  boolean suspects(long request) {
    return guilty == 0 && (suspect == ANY_REQUEST || suspect == request);
  }

  /** Whether kernels that did nothing at the time may have done it as well, by what they hold. */
  boolean isShared() {
    return cause.equals("memory") || cause.equals("silent");
  }

  /** Whether a single cell that ran is certain to have done it. */
  boolean isOwnDoing() {
    return !cause.equals("killed") && !cause.equals("closed");
  }
}
