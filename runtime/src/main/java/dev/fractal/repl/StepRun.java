package dev.fractal.repl;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.InputText;
import dev.fractal.kernel.Moment;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Sha256;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.StepRecord.Wave;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A step on its way through its cells. Confined to the thread that evaluates. */
final class StepRun {
  private final SessionId session;
  private final int turn;
  private final Map<String, InputText> inputs;
  private final Cells cells;
  private final List<Observation.Part> parts = new ArrayList<>();
  private StepRecord step;
  private int delivered;
  private boolean waits;

  StepRun(
      SessionId session, int turn, StepRecord step, Cells cells, Map<String, InputText> inputs) {
    this.session = session;
    this.turn = turn;
    this.step = step;
    this.cells = cells;
    this.inputs = inputs;
  }

  boolean done() {
    return parts.size() == cells.sources().size();
  }

  boolean isAtLastCell() {
    return index() == cells.sources().size() - 1;
  }

  /** The cell that comes next or is suspended, from 0. */
  int index() {
    return parts.size();
  }

  /** Where the cell stands, for people. */
  String name() {
    return "turn " + turn + " step " + step.step() + " cell " + (index() + 1);
  }

  /** The cell, which may take longer when it is replayed: it did not break a limit before. */
  Cell cell(boolean replayed) {
    int index = index();
    return new Cell(cells.sources().get(index), name(), seed(index), moment(), inputs, replayed);
  }

  /** Whether the run is where its step was last seen: it needs no recorded wave but the newest. */
  boolean isCaughtUp() {
    int ahead = step.waves().size() - delivered;
    return ahead == 0 || (ahead == 1 && waits());
  }

  /** Whether this run, as it waits, is what the task goes on with. */
  boolean continuesWith(StepTask task) {
    return waits()
        && task.turn() == turn
        && task.step().step() == step.step()
        && task.step().waves().size() == delivered + 1;
  }

  void take(StepRecord newer) {
    step = newer;
  }

  /** Whether its cell is suspended. */
  boolean waits() {
    return waits;
  }

  void suspend() {
    waits = true;
  }

  boolean hasWave() {
    return delivered < step.waves().size() && wave().cell() == index();
  }

  /** The recorded wave that comes next. */
  Wave wave() {
    return step.waves().get(delivered);
  }

  /** Calls of the cell that have a result in a wave up to the one that comes next. */
  Set<Integer> settled() {
    return step.waves().subList(0, delivered + 1).stream()
        .filter(wave -> wave.cell() == index())
        .flatMap(wave -> wave.results().stream())
        .map(HostResult::call)
        .collect(Collectors.toSet());
  }

  /** Whether the newest recorded wave is one of a later cell. */
  boolean isBeforeNewestWave() {
    return index() < step.waves().getLast().cell();
  }

  /** The next recorded wave; the cell no longer waits. */
  Wave nextWave() {
    waits = false;
    return step.waves().get(delivered++);
  }

  /** The same step from its first cell. */
  StepRun again() {
    return new StepRun(session, turn, step, cells, inputs);
  }

  void ended(CellReport.Ending ending, String detail, String printed, String shown) {
    parts.add(new Observation.Part(new CellReport(ending, detail), printed, shown));
  }

  void skipRest() {
    while (!done()) {
      ended(CellReport.Ending.SKIPPED, "", "", "");
    }
  }

  List<CellReport> reports() {
    return parts.stream().map(Observation.Part::report).toList();
  }

  String observation() {
    return Observation.of(parts, cells.unclosed());
  }

  /** That of the newest wave that was delivered, else the step's. */
  private Moment moment() {
    if (delivered == 0) {
      return new Moment(step.clock(), BudgetView.of(step.left()));
    }
    var wave = step.waves().get(delivered - 1);
    return new Moment(wave.clock(), BudgetView.of(wave.left()));
  }

  private long seed(int cell) {
    var name = session + "/" + turn + "/" + step.step() + "/" + cell;
    byte[] digest = Sha256.newDigest().digest(name.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest).getLong();
  }
}
