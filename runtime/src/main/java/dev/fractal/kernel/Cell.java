package dev.fractal.kernel;

import java.time.Instant;
import java.util.Map;

/**
 * A cell to evaluate.
 *
 * @param source JavaScript
 * @param name where it stands, e.g. {@code turn 1 step 2 cell 1}; shown in error positions
 * @param seed seeds {@code Math.random} for this cell
 * @param clock what {@code Date} shows until the cell suspends or ends
 * @param inputs what {@code inputs.NAME} reaches
 */
public record Cell(
    String source, String name, long seed, Instant clock, Map<String, InputText> inputs) {
  public Cell {
    inputs = Map.copyOf(inputs);
  }
}
