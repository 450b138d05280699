package dev.fractal.kernel.differential;

import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.differential.Kept.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program live and brings its state back on every other way; all have to answer its probes
 * alike. Safe for use by several threads.
 *
 * @param factory the engine
 * @param again another factory of the same engine
 * @param head another engine, which reads complete saves; may be null
 */
record Differential(KernelFactory factory, KernelFactory again, @Nullable KernelFactory head) {

  /** The first difference of a program, if it has one. */
  Optional<Finding> check(Program program) {
    try (var live = new LiveRun(factory, program)) {
      var probes = new Probes(program);
      var states = new ArrayList<State>();
      try {
        rebuilt(live, program, states);
        return compared(live, probes, states);
      } finally {
        states.forEach(state -> state.kernel().close());
      }
    } catch (Contradiction e) {
      return Optional.of(e.finding());
    }
  }

  /** A kernel that stands where the live one does. */
  private record State(String way, Kernel kernel) {}

  private void rebuilt(LiveRun live, Program program, List<State> states) {
    var end = live.places().getLast();
    states.add(
        new State(
            "from the start, elsewhere",
            new Rebuild(again, "from the start, elsewhere", Place.START)
                .kernelAfter(live.cells(), end)));
    if (!end.saved().isEmpty()) {
      states.add(at("from the newest save", factory, end));
      earlier(live, program.seed(), end, states);
      if (head != null && end.complete()) {
        states.add(new State("on the other engine", new Rebuild(head, "head", end).opened()));
      }
    }
    fork(program, end);
  }

  private static State at(String way, KernelFactory factory, Place place) {
    return new State(way, new Rebuild(factory, way, place).kernel());
  }

  /** From one of the earlier complete saves, through all cells that came after it. */
  private void earlier(LiveRun live, long seed, Place end, List<State> states) {
    var complete =
        live.places().stream()
            .filter(Place::complete)
            .filter(place -> place.ran() < end.ran() && !place.saved().isEmpty())
            .toList();
    if (!complete.isEmpty()) {
      var place = complete.get((int) Math.floorMod(seed, (long) complete.size()));
      String way = "from the save after turn " + (live.places().indexOf(place) + 1);
      var later = live.cells().subList(place.ran(), live.cells().size());
      states.add(new State(way, new Rebuild(factory, way, place).kernelAfter(later, end)));
    }
  }

  /** A second kernel of the same save is changed; it must not reach the first. */
  private void fork(Program program, Place end) {
    if (program.seed() % 4 == 0) {
      try (var kernel = new Rebuild(factory, "fork", end).kernel()) {
        new Probes(program).poke(kernel);
      }
    }
  }

  private Optional<Finding> compared(LiveRun live, Probes probes, List<State> states) {
    var answers = probes.ask(live.kernel());
    return states.stream()
        .flatMap(
            state -> Probes.difference(state.way(), answers, probes.ask(state.kernel())).stream())
        .findFirst();
  }
}
