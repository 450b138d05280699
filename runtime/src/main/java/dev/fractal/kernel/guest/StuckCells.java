package dev.fractal.kernel.guest;

import dev.fractal.kernel.CellOutcome.Limit;

/** Hears of evaluations that do not end although they were stopped: their thread is lost. */
@FunctionalInterface
public interface StuckCells {
  /**
   * One did not end within a second after it was stopped; told once, on the watchdog's thread.
   *
   * @param thread the one that evaluates
   * @param limit what it broke
   */
  void stuck(Thread thread, Limit limit);
}
