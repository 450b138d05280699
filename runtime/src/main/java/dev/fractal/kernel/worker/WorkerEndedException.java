package dev.fractal.kernel.worker;

import dev.fractal.kernel.KernelLostException;

/** Thrown to who waits for an answer when the worker has ended. */
final class WorkerEndedException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient WorkerEnd end;
  private final boolean alone;
  private final long request;

  /**
   * Of a request that has no answer.
   *
   * @param alone whether it was the only one that can have ended the worker
   */
  WorkerEndedException(WorkerEnd end, long request, boolean alone) {
    super(end.sentence());
    this.end = end;
    this.request = request;
    this.alone = alone;
  }

  WorkerEnd end() {
    return end;
  }

  /** Whether this request has ended the worker, beyond doubt. */
  boolean isGuilty() {
    return end.guilty() == 0 ? alone && end.isOwnDoing() : end.guilty() == request;
  }

  KernelLostException lost() {
    return new KernelLostException("the kernel is lost: " + end.sentence(), end.suspects(request));
  }
}
