package dev.fractal.repl;

/**
 * How often the evaluation of a step has been begun, and where its next try belongs.
 *
 * @param lost how often its process ended within it
 * @param alone whether it is to run in a process of its own, with more room
 */
public record Tries(int lost, boolean alone) {
  /** Losses after which a step is not evaluated by itself again. */
  public static final int MOST = 3;

  /** It was not tried yet. */
  public static final Tries NONE = new Tries(0, false);

  /** It could not be finished beside others. */
  public static final Tries ALONE = new Tries(0, true);

  /** A process ended within it once more. */
  public Tries lost(int more) {
    return new Tries(lost + more, alone);
  }

  public boolean isOver() {
    return lost >= MOST;
  }

  /** Whether it was tried before. */
  boolean isSuspect() {
    return alone || lost >= MOST - 1;
  }
}
