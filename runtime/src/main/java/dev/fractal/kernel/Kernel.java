package dev.fractal.kernel;

import java.util.List;

/**
 * One session's live REPL. Not safe for concurrent use: the caller makes one call at a time, on any
 * platform thread, never on a virtual or an actor thread. Every method returns within the cell's
 * limits; after {@link CellOutcome.LimitExceeded} the kernel is spent and must be closed.
 */
public interface Kernel extends AutoCloseable {
  /** Starts a cell. No cell may be suspended. */
  CellOutcome evaluate(Cell cell);

  /**
   * Goes on with the suspended cell.
   *
   * @param results of calls that it waits for, in the order in which they are delivered; others may
   *     follow later, and one that it called off changes nothing
   * @param moment what it sees of the world until it suspends or ends again
   */
  CellOutcome resume(List<GuestResult> results, Moment moment);

  /**
   * Tells what will be asked for once the cell that comes next is over, so that it can be had at
   * once. Nothing depends on it but time.
   *
   * @param last whether a cell that completes is followed by {@link #changes} or {@link #save}; one
   *     that throws or calls {@code FINAL} is in any case
   * @param save whether it will be {@link #save}, as after {@code FINAL} in any case
   */
  default void expect(boolean last, boolean save) {}

  /**
   * Walks the variables and answers what is new, changed or gone since the last call (or since the
   * kernel was opened with restored variables). Only between cells.
   */
  VariableChanges changes();

  /**
   * The same for a save: what it names as exact was restored in another realm and found equal
   * there. Only between cells.
   */
  VariableChanges save();

  /** Frees everything that the kernel holds; idempotent. */
  @Override
  void close();
}
