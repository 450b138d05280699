package dev.fractal.repl;

import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/**
 * The REPLs of a node whose kernels are open while no cell runs. Beyond a number the one that was
 * unused for longest loses its kernel at once, so that a wide tree of waiting sessions does not
 * fill the heap before their time is over. Safe for any thread.
 */
public final class IdleKernels {
  private final int most;
  private final LinkedHashSet<Repl> idle = new LinkedHashSet<>();

  /**
   * Keeps so many.
   *
   * @throws IllegalArgumentException when the number is below zero
   */
  public IdleKernels(int most) {
    if (most < 0) {
      throw new IllegalArgumentException("idle-kernels is zero or more, not " + most);
    }
    this.most = most;
  }

  /** A REPL's kernel is used from here on, or closed. */
  synchronized void remove(Repl repl) {
    idle.remove(repl);
  }

  /** A REPL's kernel is open and unused; may drop that of another one. */
  void add(Repl repl) {
    var eldest = exceeding(repl);
    if (eldest != null) {
      eldest.drop();
    }
  }

  private synchronized @Nullable Repl exceeding(Repl repl) {
    idle.add(repl);
    return idle.size() > most ? idle.removeFirst() : null;
  }
}
