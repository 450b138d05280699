package dev.fractal.kernel;

import java.util.List;

/**
 * What became of a cell. {@code printed} is what it printed with {@code console} and {@code
 * inspect} since it was started, bounded by the output limit.
 */
public sealed interface CellOutcome {
  /**
   * The cell and all host calls that it made are done.
   *
   * @param shown its last expression's value: whole when small, else a stub; empty for none
   */
  record Completed(String printed, String shown) implements CellOutcome {}

  /**
   * The cell called {@code FINAL}.
   *
   * @param value JSON text
   */
  record Final(String printed, String value) implements CellOutcome {}

  /**
   * The cell threw; what it did to variables before that stays.
   *
   * @param error name, message, line and column, e.g. {@code ReferenceError: x is not defined (line
   *     2, column 5)}
   */
  record Threw(String printed, String error) implements CellOutcome {}

  /**
   * Everything that the cell can still do waits for calls that have no result.
   *
   * @param calls made since it was started or went on; none when it waits for earlier ones only
   * @param cancelled earlier calls that it called off meanwhile, whatever becomes of them
   */
  record Suspended(List<GuestCall> calls, List<Integer> cancelled) implements CellOutcome {
    public Suspended {
      calls = List.copyOf(calls);
      cancelled = List.copyOf(cancelled);
    }

    /** A cell that called nothing off. */
    public Suspended(List<GuestCall> calls) {
      this(calls, List.of());
    }
  }

  /**
   * The cell broke a limit; the kernel is spent.
   *
   * @param detail one sentence for the model: which limit, how much, what to do
   */
  record LimitExceeded(String printed, Limit limit, String detail) implements CellOutcome {}

  /**
   * A host call as the guest made it.
   *
   * @param call number in its cell, from 0, counted over all its suspensions
   * @param function model-facing name
   * @param arguments JSON array
   * @param promise number of the first call of those that settle one promise together
   */
  record GuestCall(int call, String function, String arguments, int promise) {
    /** A call with a promise of its own. */
    public GuestCall(int call, String function, String arguments) {
      this(call, function, arguments, call);
    }
  }

  /** What a cell may run out of. */
  enum Limit {
    CPU_TIME,
    MEMORY,
    OUTPUT,
    HOST_CALLS,
    STACK
  }
}
