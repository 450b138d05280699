package dev.fractal.protocol.event;

import dev.fractal.protocol.InputRef;
import java.util.List;
import java.util.Map;

/**
 * An evaluated step with everything that entered its cells.
 *
 * @param inputs the inputs that its cells reached
 * @param cells how its cells ended; one that broke a limit left no effect
 */
public record ReplayStep(
    int turn, StepRecord step, Map<String, InputRef> inputs, List<CellReport> cells) {
  public ReplayStep {
    inputs = Map.copyOf(inputs);
    cells = List.copyOf(cells);
  }
}
