package dev.fractal.kernel;

import dev.fractal.kernel.CellOutcome.Limit;

/**
 * Work on a kernel outside of a cell, such as a walk or a restore, that broke a limit; the kernel
 * is spent. It says nothing about whether the work would have come out right.
 */
public final class KernelLimitException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final Limit limit;

  public KernelLimitException(Limit limit, String message) {
    super(message);
    this.limit = limit;
  }

  /** What broke. */
  public Limit limit() {
    return limit;
  }
}
