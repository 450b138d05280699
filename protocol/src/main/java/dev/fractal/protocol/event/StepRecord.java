package dev.fractal.protocol.event;

import dev.fractal.protocol.Content;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a step's evaluation starts from and has been given so far.
 *
 * @param reply the model's reply with the cells in it
 * @param clock what {@code Date} shows until the first host results arrive
 * @param waves host calls with their results, in the order in which cells asked for them
 */
public record StepRecord(int step, Content reply, Instant clock, List<Wave> waves) {
  public StepRecord {
    waves = List.copyOf(waves);
  }

  public StepRecord with(Wave wave) {
    var more = new ArrayList<>(waves);
    more.add(wave);
    return new StepRecord(step, reply, clock, more);
  }

  /**
   * Host calls that a cell waited for together.
   *
   * @param results one per call, in the order of the calls
   * @param clock what {@code Date} shows after them
   */
  public record Wave(int cell, List<HostCall> calls, List<HostResult> results, Instant clock) {
    public Wave {
      calls = List.copyOf(calls);
      results = List.copyOf(results);
    }
  }
}
