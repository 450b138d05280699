package dev.fractal.kernel.differential;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.GuestCall;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Moment;
import java.util.List;

/** A cell as it ran: all that entered it and what became of it. */
record Recorded(Cell cell, List<Wave> waves, CellOutcome outcome) {
  Recorded {
    waves = List.copyOf(waves);
  }

  /** Calls that the cell waited for, and their results in the order of delivery. */
  record Wave(List<GuestCall> calls, List<GuestResult> results, Moment moment) {
    Wave {
      calls = List.copyOf(calls);
      results = List.copyOf(results);
    }
  }

  /** Whether the cell's effects were undone. */
  boolean undone() {
    return outcome instanceof CellOutcome.LimitExceeded;
  }
}
