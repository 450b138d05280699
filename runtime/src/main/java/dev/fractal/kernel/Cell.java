package dev.fractal.kernel;

import java.util.Map;

/**
 * A cell to evaluate.
 *
 * @param source JavaScript
 * @param name where it stands, e.g. {@code turn 1 step 2 cell 1}; shown in error positions
 * @param seed seeds {@code Math.random} for this cell
 * @param moment what it sees of the world until it suspends or ends
 * @param inputs what {@code inputs.NAME} reaches
 * @param replayed whether it was evaluated before, and may take longer than it did
 */
public record Cell(
    String source,
    String name,
    long seed,
    Moment moment,
    Map<String, InputText> inputs,
    boolean replayed) {
  /** A cell that is evaluated for the first time. */
  public Cell(String source, String name, long seed, Moment moment, Map<String, InputText> inputs) {
    this(source, name, seed, moment, inputs, false);
  }

  public Cell {
    inputs = Map.copyOf(inputs);
  }
}
