package dev.fractal.kernel.worker;

/** Hears of workers that start and end; must not block. */
public interface WorkerNews {
  /** Tells nobody. */
  WorkerNews NOBODY =
      new WorkerNews() {
        @Override
        public void started() {}

        @Override
        public void ended(String cause) {}
      };

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
