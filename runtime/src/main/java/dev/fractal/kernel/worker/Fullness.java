package dev.fractal.kernel.worker;

/**
 * What follows from the memory that a worker holds, look by look. Nearly full, it is to end the
 * cell that holds most; beyond its limit it is to be ended itself, after a short time in which it
 * can name that cell: only that one is a suspect then. For one thread.
 */
final class Fullness {
  /** Beyond three quarters of what it may hold a worker is nearly full. */
  private static final int FULL = 3;

  private static final int FULL_OF = 4;
  private static final int LOOKS_BETWEEN_RELIEFS = 5;
  private static final int MOST_LOOKS = 5;

  private final long most;
  private int looks;
  private int looksBeyond;

  /** Of a worker that may hold so many bytes. */
  Fullness(long most) {
    this.most = most;
  }

  /** What is to be done. */
  enum Step {
    /** Nothing. */
    NONE,
    /** The cell that holds most is to be ended. */
    RELIEVE,
    /** The worker is to be ended. */
    END
  }

  /**
   * After one look.
   *
   * @param held bytes; 0 while no cell runs
   * @param shared whether several kernels may hold them
   * @param named whether the cell that holds most is known, and still runs
   */
  Step after(long held, boolean shared, boolean named) {
    looksBeyond = held > most ? looksBeyond + 1 : 0;
    boolean waited = looksBeyond > (shared ? MOST_LOOKS : 1) || held > most / FULL * FULL_OF;
    if (looksBeyond > 0 && (named || waited)) {
      return Step.END;
    }
    boolean nearlyFull = shared && held > most / FULL_OF * FULL;
    looks = nearlyFull ? looks + 1 : 0;
    return nearlyFull && looks % LOOKS_BETWEEN_RELIEFS == 1 ? Step.RELIEVE : Step.NONE;
  }
}
