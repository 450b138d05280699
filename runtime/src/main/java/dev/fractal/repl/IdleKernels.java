package dev.fractal.repl;

import java.util.LinkedHashSet;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The REPLs of a node whose kernels are open while no cell runs. While their processes hold too
 * much memory, and beyond a number, the one that was unused for longest loses its kernel at once,
 * so that a wide tree of waiting sessions does not fill the memory before their time is over. Safe
 * for any thread.
 */
public final class IdleKernels {
  private final int most;
  private final BooleanSupplier crowded;
  private final LinkedHashSet<Repl> idle = new LinkedHashSet<>();

  /** Keeps so many, whatever they hold. */
  public IdleKernels(int most) {
    this(most, () -> false);
  }

  /**
   * Keeps at most so many.
   *
   * @param crowded whether kernels hold too much memory; asked whenever one more is idle
   * @throws IllegalArgumentException when the number is below zero
   */
  public IdleKernels(int most, BooleanSupplier crowded) {
    if (most < 0) {
      throw new IllegalArgumentException("idle-kernels is zero or more, not " + most);
    }
    this.most = most;
    this.crowded = crowded;
  }

  /** A REPL's kernel is used from here on, or closed. */
  synchronized void remove(Repl repl) {
    idle.remove(repl);
  }

  /** A REPL's kernel is open and unused; may drop that of another one. */
  void add(Repl repl) {
    var eldest = exceeding(repl, crowded.getAsBoolean());
    if (eldest != null) {
      eldest.drop();
    }
  }

  private synchronized @Nullable Repl exceeding(Repl repl, boolean full) {
    idle.add(repl);
    return full || idle.size() > most ? idle.removeFirst() : null;
  }
}
