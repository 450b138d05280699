package dev.fractal.protocol.event;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.budget.Budget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a step's evaluation starts from and has been given so far.
 *
 * @param reply the model's reply with the cells in it
 * @param clock what {@code Date} shows until the first host results arrive
 * @param left what {@code budget()} shows until then
 * @param waves what cells asked for and went on with, in this order
 */
public record StepRecord(int step, Content reply, Instant clock, Budget left, List<Wave> waves) {
  public StepRecord {
    waves = List.copyOf(waves);
  }

  public StepRecord with(Wave wave) {
    var more = new ArrayList<>(waves);
    more.add(wave);
    return new StepRecord(step, reply, clock, left, more);
  }

  /**
   * A slice of a cell from its point of view: what it asked for before it waited, and what it went
   * on with.
   *
   * @param calls made since the wave before
   * @param results those that it was given, in this order, and those that it called off meanwhile
   * @param clock what {@code Date} shows after them
   * @param left what {@code budget()} shows after them
   */
  public record Wave(
      int cell, List<HostCall> calls, List<HostResult> results, Instant clock, Budget left) {
    public Wave {
      calls = List.copyOf(calls);
      results = List.copyOf(results);
    }
  }
}
