package dev.fractal.kernel.differential;

import dev.fractal.kernel.Granted;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.differential.Kept.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program that ran on a kernel that was never dropped, with what a session kept of it. */
final class LiveRun implements AutoCloseable {
  static final Granted GRANTED = Granted.of("lm", "mapLm");

  private final KernelFactory factory;
  private final Player player = new Player("live");
  private final Kept kept = new Kept();
  private final List<Recorded> cells = new ArrayList<>();
  private final List<Place> places = new ArrayList<>();
  private Kernel kernel;

  LiveRun(KernelFactory factory, Program program) {
    this.factory = factory;
    kernel = factory.open(Map.of(), GRANTED);
    for (List<String> turn : program.turns()) {
      turn.forEach(this::cell);
      kept.saved(kernel.save());
      places.add(kept.place());
    }
  }

  private void cell(String source) {
    var recorded = player.first(kernel, source);
    cells.add(recorded);
    kept.ran(recorded);
    if (recorded.undone()) {
      kernel.close();
      kernel = new Rebuild(factory, "rolled back", kept.place()).kernel();
    }
    kept.changed(kernel.changes());
  }

  Kernel kernel() {
    return kernel;
  }

  List<Recorded> cells() {
    return cells;
  }

  /** What was kept at the end of each turn. */
  List<Place> places() {
    return places;
  }

  @Override
  public void close() {
    kernel.close();
  }
}
