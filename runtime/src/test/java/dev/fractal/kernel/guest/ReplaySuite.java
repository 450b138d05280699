package dev.fractal.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.Suspended;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.Moment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The same cells with the recorded results give the same variables. */
public abstract class ReplaySuite extends KernelSuite {
  private static final List<String> CELLS =
      List.of(
          "class Item { constructor(id) { this.id = id; this.at = Date.now(); this.r ="
              + " Math.random() } }",
          "const first = await lm('a'); const at = new Date(); const dice = Math.random()",
          "const rest = await mapLm(['b', 'c', 'd'], 'q'); const items = rest.map((r) => new"
              + " Item(r)); const later = Date.now()",
          "const all = [first, ...rest].sort(); const err = new Error('x'); const text = new"
              + " Date(5).toLocaleString() + (1234.5).toLocaleString(); all");

  private final List<GuestResult> recorded = new ArrayList<>();

  /** Runs cells from {@code from}; live results come from {@code recorded} when it has them. */
  private Map<String, String> run(Map<String, String> variables, int from, int salt) {
    Map<String, String> dump = new TreeMap<>(variables);
    int[] taken = {from > 1 ? 1 : 0};
    try (Kernel kernel = factory.open(variables, Granted.of("lm", "mapLm"))) {
      for (int i = from; i < CELLS.size(); i++) {
        Instant clock = Instant.ofEpochMilli(1000L * i);
        CellOutcome outcome =
            kernel.evaluate(
                new Cell(CELLS.get(i), "step " + i, 99 + i, new Moment(clock, "{}"), Map.of()));
        while (outcome instanceof Suspended suspended) {
          List<GuestResult> results = new ArrayList<>();
          for (var call : suspended.calls()) {
            if (taken[0] == recorded.size()) {
              recorded.add(
                  new GuestResult.Returned(call.call(), "\"r" + (salt * 7 + taken[0]) + "\""));
            }
            results.add(recorded.get(taken[0]++));
          }
          clock = clock.plusMillis(500);
          outcome = kernel.resume(results, new Moment(clock, "{}"));
        }
        kernel.changes().changed().forEach((name, dumped) -> dump.put(name, dumped.encoded()));
      }
    }
    return dump;
  }

  @Test
  void aReplayWithTheRecordedResultsGivesTheSameBytes() {
    recorded.clear();
    Map<String, String> live = run(Map.of(), 0, 1);
    assertThat(live).containsKeys("first", "at", "dice", "rest", "items", "later", "all", "err");
    assertThat(run(Map.of(), 0, 2)).isEqualTo(live);
  }

  @Test
  void aReplayFromASnapshotInTheMiddleGivesTheSameBytes() {
    recorded.clear();
    Map<String, String> live = run(Map.of(), 0, 1);
    Map<String, String> middle = new TreeMap<>(live);
    middle.keySet().retainAll(Set.of("Item", "first", "at", "dice"));
    assertThat(run(middle, 2, 2)).isEqualTo(live);
  }

  @Test
  void withoutTheRecordedResultsTheBytesDiffer() {
    recorded.clear();
    Map<String, String> live = run(Map.of(), 0, 1);
    recorded.clear();
    assertThat(run(Map.of(), 0, 2)).isNotEqualTo(live);
  }
}
