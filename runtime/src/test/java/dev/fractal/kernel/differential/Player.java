package dev.fractal.kernel.differential;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.GuestCall;
import dev.fractal.kernel.CellOutcome.Suspended;
import dev.fractal.kernel.GuestResult;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.differential.Finding.Kind;
import dev.fractal.kernel.differential.Recorded.Wave;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;

/** Evaluates cells: for the first time, with a host that answers, or again from the record. */
final class Player {
  private static final String BUDGET = "{\"usd\":\"unlimited\"}";

  private final String way;
  private int cells;
  private int answers;

  /**
   * A player.
   *
   * @param way names the kernel that it plays on, for findings
   */
  Player(String way) {
    this.way = way;
  }

  /** Runs a cell live; no answer of the host is given twice. */
  Recorded first(Kernel kernel, String source) {
    int number = ++cells;
    var cell = new Cell(source, "cell " + number, 42L * number, moment(number, 0), Map.of());
    var waves = new ArrayList<Wave>();
    var outcome = kernel.evaluate(cell);
    var open = new ArrayList<GuestCall>();
    while (outcome instanceof Suspended asked) {
      open.addAll(asked.calls());
      open.removeIf(call -> asked.cancelled().contains(call.call()));
      Collections.rotate(open, number % open.size());
      var batch = open.subList(0, 1 + (number + waves.size()) % open.size());
      var results = batch.stream().map(this::answer).toList();
      batch.clear();
      waves.add(new Wave(asked, results, moment(number, waves.size() + 1)));
      outcome = kernel.resume(results, waves.getLast().moment());
    }
    return new Recorded(cell, waves, outcome);
  }

  /** Runs a recorded cell again. */
  void again(Kernel kernel, Recorded recorded) {
    if (recorded.undone()) {
      return;
    }
    var outcome = kernel.evaluate(recorded.cell());
    for (Wave wave : recorded.waves()) {
      if (!outcome.equals(wave.asked())) {
        throw contradiction(Kind.WRONGFUL_QUARANTINE, recorded, wave.asked() + "", outcome);
      }
      outcome = kernel.resume(wave.results(), wave.moment());
    }
    var before = recorded.outcome();
    if (!outcome.getClass().equals(before.getClass())) {
      throw contradiction(Kind.WRONGFUL_QUARANTINE, recorded, before.toString(), outcome);
    }
    if (!outcome.equals(before)) {
      throw contradiction(Kind.SILENT_DIFFERENCE, recorded, before.toString(), outcome);
    }
  }

  private Contradiction contradiction(Kind kind, Recorded at, String before, CellOutcome now) {
    return new Contradiction(new Finding(kind, way, at.cell().name(), before, now.toString()));
  }

  private GuestResult answer(GuestCall call) {
    answers++;
    if (call.arguments().contains("boom")) {
      return new GuestResult.Failed(call.call(), "ModelError", "no reply " + answers);
    }
    boolean json = call.arguments().contains("\"json\"");
    return new GuestResult.Returned(
        call.call(), json ? "{\"n\":" + answers + ",\"list\":[1,[2]]}" : "\"re " + answers + "\"");
  }

  private static Moment moment(int cell, int wave) {
    return new Moment(Instant.ofEpochMilli(1_000_000L * cell + wave), BUDGET);
  }
}
