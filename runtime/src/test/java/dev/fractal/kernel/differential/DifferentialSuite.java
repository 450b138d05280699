package dev.fractal.kernel.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.KernelFactory;
import org.jspecify.annotations.Nullable;

/** Holds programs against the engines; a failure prints its seed and the smallest program. */
abstract class DifferentialSuite {
  private static final int SLOWER = 40;

  private final Programs programs;

  DifferentialSuite(Programs programs) {
    this.programs = programs;
  }

  /** On the fast engine. */
  final void fast(long count) {
    try (var one = Engines.fast();
        var two = Engines.fast()) {
      hold(one, two, null, 0, count);
    }
  }

  /** On the slower engine, and from its saves on the fast one. */
  final void slow(long count) {
    try (var one = Engines.graal();
        var two = Engines.graal();
        var head = Engines.fast()) {
      hold(one, two, head, 1_000_000, Math.max(1, count / SLOWER));
    }
  }

  private void hold(
      KernelFactory one, KernelFactory two, @Nullable KernelFactory head, long first, long count) {
    var failures = new Campaign(new Differential(one, two, head), programs).failures(first, count);
    assertThat(failures).as(Campaign.told(failures)).isEmpty();
  }
}
