package dev.fractal.repl;

import java.time.Duration;

/** Hears of kernels that were brought to where their session stood; called on cells' threads. */
@FunctionalInterface
public interface Rebuilds {
  /** One was rebuilt, in that time; must not block. */
  void rebuilt(Duration took);
}
