package dev.fractal.bench;

import java.util.List;
import java.util.function.Function;

/**
 * Steps per second at so many sessions, and their ratio to the floor.
 *
 * @param floor one persisted event of 400 bytes per command
 * @param kernel with the real kernel, cells seen before
 * @param freshCells with the real kernel, every cell new
 * @param noKernel with a kernel that does nothing
 */
record Rate(
    int sessions,
    double floor,
    double kernel,
    double freshCells,
    double noKernel,
    double kernelRatio,
    double freshCellsRatio,
    double noKernelRatio) {

  /** The steps per second of one round. */
  record Round(double floor, double kernel, double freshCells, double noKernel) {}

  static Rate of(int sessions, List<Round> rounds) {
    return new Rate(
        sessions,
        median(rounds, Round::floor),
        median(rounds, Round::kernel),
        median(rounds, Round::freshCells),
        median(rounds, Round::noKernel),
        median(rounds, round -> round.kernel() / round.floor()),
        median(rounds, round -> round.freshCells() / round.floor()),
        median(rounds, round -> round.noKernel() / round.floor()));
  }

  private static double median(List<Round> rounds, Function<Round, Double> figure) {
    return Samples.rounded(new Samples(rounds.stream().map(figure).toList()).median());
  }
}
