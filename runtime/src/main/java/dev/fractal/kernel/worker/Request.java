package dev.fractal.kernel.worker;

import dev.fractal.kernel.Granted;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Moment;
import java.util.List;
import java.util.Map;

/** What a node asks of a worker; every request but {@link Relieve} has one {@link Answer}. */
sealed interface Request {
  /** Number of the request, which its answer repeats. */
  long id();

  record Open(long id, long kernel, Map<String, String> variables, Granted granted)
      implements Request {}

  record Evaluate(
      long id,
      long kernel,
      String source,
      String name,
      long seed,
      Moment moment,
      Map<String, InputCopy> inputs,
      boolean replayed,
      Look look)
      implements Request {}

  record Resume(long id, long kernel, List<GuestResult> results, Moment moment, Look look)
      implements Request {}

  /**
   * What a worker looks at when a cell is over, without being asked once more.
   *
   * @param wanted whether it does at all
   * @param last whether also after a cell that completes
   * @param save whether for a save, as after {@code FINAL} in any case
   */
  record Look(boolean wanted, boolean last, boolean save) {
    static final Look NONE = new Look(false, false, false);
  }

  /** Walks the variables, for a step or for a save. */
  record Walk(long id, long kernel, boolean save) implements Request {}

  record Close(long id, long kernel) implements Request {}

  /** Ends the cell that holds most: the worker holds nearly as much as it may. */
  record Relieve(long id) implements Request {}

  record Ping(long id) implements Request {}
}
