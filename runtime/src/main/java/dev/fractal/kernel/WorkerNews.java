package dev.fractal.kernel;

/** Hears of the processes in which kernels live as they start and end; must not block. */
public interface WorkerNews {
  /** One more can evaluate. */
  void started();

  /**
   * One is gone.
   *
   * @param cause {@code stuck}, {@code memory}, {@code silent}, {@code crash}, {@code killed} or
   *     {@code closed}
   */
  void ended(String cause);
}
