package dev.fractal.repl;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.SavedVariable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of a step's evaluation. Every stored content in it is stored already. */
public sealed interface StepOutcome {
  /**
   * A cell waits for the host.
   *
   * @param calls made since it went on last
   * @param cancelled earlier calls that it called off meanwhile
   */
  record Waiting(int cell, List<HostCall> calls, List<Integer> cancelled) implements StepOutcome {
    public Waiting {
      calls = List.copyOf(calls);
      cancelled = List.copyOf(cancelled);
    }

    /** A cell that called nothing off. */
    public Waiting(int cell, List<HostCall> calls) {
      this(cell, calls, List.of());
    }
  }

  /**
   * All cells are done.
   *
   * @param result JSON text that {@code FINAL} was given
   */
  record Evaluated(
      List<CellReport> cells,
      Content observation,
      Digests digests,
      Optional<Content> result,
      Optional<Save> save)
      implements StepOutcome {
    public Evaluated {
      cells = List.copyOf(cells);
    }
  }

  /** The REPL cannot be brought to the state that the journal records. */
  record Diverged(Failure reason) implements StepOutcome {}

  /** The REPL cannot be brought there now, and nothing says that the journal is wrong. */
  record Halted(Failure reason) implements StepOutcome {}

  /**
   * The processes that evaluated it ended.
   *
   * @param times how many of them
   * @param how the last one ended, in one sentence
   */
  record Lost(int times, String how) implements StepOutcome {}

  /** Variables that are new, changed or gone since the step before. */
  record Digests(Map<String, String> changed, List<String> removed) {
    public Digests {
      changed = Map.copyOf(changed);
      removed = List.copyOf(removed);
    }
  }

  /** What a save must write beyond the newest complete one. */
  record Save(Map<String, SavedVariable> saved, List<String> removed, Map<String, String> inexact) {
    public Save {
      saved = Map.copyOf(saved);
      removed = List.copyOf(removed);
      inexact = Map.copyOf(inexact);
    }
  }
}
