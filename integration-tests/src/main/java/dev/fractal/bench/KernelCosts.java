package dev.fractal.bench;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.Granted;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.Opening;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What the small pieces of a session's life in a kernel cost; a series of rounds. */
final class KernelCosts {
  /** What an ordinary session may call. */
  static final Granted GRANTED = Granted.of("lm", "mapLm", "rlm", "mapRlm", "attachRlm");

  static final Moment MOMENT = new Moment(Instant.EPOCH, "{}");

  private static final int OPENINGS = 50;
  private static final int CELLS = 1000;

  /** Kernels that are open and idle at once. */
  static final int IDLE = 200;

  /** Variables of many kinds, 10 KiB of canonical form together. */
  private static final String VARIABLES =
      """
      rows = Array.from({ length: 100 }, (_, i) => ({ id: i, name: "row " + i, score: i * 1.5 }));
      notes = rows.map((row) => "a note of " + row.name + " and of nothing else at all");
      index = new Map(rows.map((row) => [row.name, row.id]));
      seen = new Set(notes.slice(0, 10));
      settings = { from: new Date(0), pattern: /a+b/gi, limits: [1, 2n, -0, NaN], more: undefined };
      """;

  private final KernelFactory kernels;
  private final List<Cost> openings = new ArrayList<>();
  private final List<Cost> cells = new ArrayList<>();
  private final List<Cost> reopenings = new ArrayList<>();
  private Map<String, String> variables = Map.of();
  private long units;
  private int texts = 1_000_000;

  private KernelCosts(KernelFactory kernels) {
    this.kernels = kernels;
  }

  /**
   * The medians of the rounds.
   *
   * @param units of the variables' forms that a reopening restores, in UTF-16
   */
  record Found(Cost opening, Cost freshCell, Cost reopening, long units) {}

  /** Measures after one round that does not count. */
  static Found measure(KernelFactory kernels, Screen screen, int rounds) {
    var costs = new KernelCosts(kernels);
    costs.save();
    screen.note("opening, fresh cells, reopening: warming up");
    costs.round();
    costs.forget();
    for (int round = 1; round <= rounds; round++) {
      screen.note("opening, fresh cells, reopening: round %d of %d".formatted(round, rounds));
      costs.round();
    }
    return new Found(
        Cost.median(costs.openings),
        Cost.median(costs.cells),
        Cost.median(costs.reopenings),
        costs.units);
  }

  private void save() {
    try (var kernel = kernels.open(Map.of(), GRANTED)) {
      evaluate(kernel, VARIABLES);
      var saved = kernel.save();
      if (!saved.inexact().isEmpty()) {
        throw new BenchException("the kernel does not keep " + saved.inexact());
      }
      units = saved.size();
      variables =
          saved.changed().entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().encoded()));
    }
  }

  private void round() {
    openings.add(opening());
    cells.add(cells());
    reopenings.add(Cost.of(OPENINGS, _ -> reopened()));
  }

  private void forget() {
    openings.clear();
    cells.clear();
    reopenings.clear();
  }

  /** Kernels stay open until all are, as those of sessions at work do. */
  private Cost opening() {
    List<Kernel> open = new ArrayList<>();
    try {
      return Cost.of(OPENINGS, _ -> open.add(kernels.open(Map.of(), GRANTED)));
    } finally {
      open.forEach(Kernel::close);
    }
  }

  private Cost cells() {
    try (var kernel = kernels.open(Map.of(), GRANTED)) {
      step(kernel);
      return Cost.of(CELLS, _ -> step(kernel));
    }
  }

  /** MiB of a worker that holds idle kernels, each after one cell; 0 where nobody tells. */
  static double idleMib(KernelFactory kernels) {
    List<Kernel> open = new ArrayList<>();
    try {
      for (int i = 0; i < IDLE; i++) {
        var kernel = kernels.open(Map.of(), GRANTED);
        open.add(kernel);
        evaluate(kernel, "let n = " + i);
        kernel.changes();
      }
      return PeakMemory.ofWorkersNow();
    } finally {
      open.forEach(Kernel::close);
    }
  }

  private void reopened() {
    var opening = new Opening(variables, GRANTED, kernels.stamp(), Opening.Room.SHARED);
    try (var kernel = kernels.open(opening)) {
      step(kernel);
    }
  }

  /** One cell of one line that nobody has seen, and the walk after it. */
  private void step(Kernel kernel) {
    evaluate(kernel, "n = " + ++texts + " + 1");
    var changes = kernel.changes();
    if (!changes.changed().keySet().equals(Set.of("n"))) {
      throw new BenchException("a cell that sets n changed " + changes.changed().keySet());
    }
  }

  private static void evaluate(Kernel kernel, String source) {
    var outcome = kernel.evaluate(new Cell(source, "bench", 7, MOMENT, Map.of()));
    if (!(outcome instanceof CellOutcome.Completed)) {
      throw new BenchException("a cell that is measured ended as " + outcome);
    }
  }
}
