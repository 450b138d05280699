package dev.fractal.bench;

import dev.fractal.cli.AddedVerb;
import dev.fractal.cli.CliEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "lanes",
    description = "A pipeline of lanes beside its longest lane, and a race beside its faster leaf.")
final class LanesBench implements AddedVerb {
  private static final int MOST = 400;

  @Mixin BenchOptions options = new BenchOptions();

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description = "Lanes of three leaves one behind the other; default: ${DEFAULT-VALUE}.",
      defaultValue = "40")
  int lanes;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the leaves' delays; default: ${DEFAULT-VALUE}.",
      defaultValue = "1")
  long seed;

  @Override
  public int run(CliEnvironment env) {
    options.require();
    if (lanes < 1 || lanes > MOST) {
      throw new BenchException("use --lanes 1 to " + MOST);
    }
    var screen = new Screen(env.console(), options.json);
    try (var workshop = Workshop.open(options.data)) {
      var task = LanesTask.of(lanes, seed);
      return screen.print(LanesReport.measure(workshop, screen, task, options.rounds));
    }
  }
}
