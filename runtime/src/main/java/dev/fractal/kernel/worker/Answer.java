package dev.fractal.kernel.worker;

import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.Limit;
import dev.fractal.kernel.VariableChanges;
import org.jspecify.annotations.Nullable;

/** What a worker says to its node. */
sealed interface Answer {
  /** Number of the request. */
  long id();

  /** A worker is there; {@code engine} names what it runs on. */
  record Ready(long id, String engine) implements Answer {}

  /** Opened, or alive. */
  record Done(long id) implements Answer {}

  /**
   * How a cell went on.
   *
   * @param walked the answer to the walk that was expected after it, if it is over
   */
  record Outcome(long id, CellOutcome outcome, @Nullable Answer walked) implements Answer {}

  record Changes(long id, VariableChanges changes, boolean save) implements Answer {}

  /** A restore whose variables do not come back. */
  record Unrestored(long id, String message) implements Answer {}

  /** Work outside of a cell broke a limit. */
  record Limited(long id, Limit limit, String message) implements Answer {}

  /** The cell was ended because all cells together held too much; its kernel is gone. */
  record Evicted(long id, String message) implements Answer {}

  /** The request whose cell holds most and is being ended for it. */
  record Heaviest(long id) implements Answer {}

  /** The kernel failed in a way that it should not. */
  record Defect(long id, String message) implements Answer {}

  /** The request's evaluation cannot be stopped; the worker ends right after it has said so. */
  record Stuck(long id, Limit limit) implements Answer {}
}
