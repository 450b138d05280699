package dev.fractal.kernel.differential;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Moment;
import java.util.List;

/** A cell as it ran: all that entered it and what became of it. */
record Recorded(Cell cell, List<Wave> waves, CellOutcome outcome) {
  Recorded {
    waves = List.copyOf(waves);
  }

  /** What the cell asked for before it waited, and what it went on with, in order. */
  record Wave(CellOutcome.Suspended asked, List<GuestResult> results, Moment moment) {
    Wave {
      results = List.copyOf(results);
    }
  }

  /** Whether the cell's effects were undone. */
  boolean undone() {
    return outcome instanceof CellOutcome.LimitExceeded;
  }
}
