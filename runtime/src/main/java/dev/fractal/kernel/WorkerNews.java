package dev.fractal.kernel;

import java.util.List;

/** Hears of the processes in which kernels live as they start and end; must not block. */
public interface WorkerNews {
  /** Every cause that {@link #ended} can name. */
  List<String> CAUSES = List.of("stuck", "memory", "silent", "crash", "killed", "closed");

  /** One more can evaluate. */
  void started();

  /**
   * One is gone.
   *
   * @param cause one of {@link #CAUSES}
   */
  void ended(String cause);
}
