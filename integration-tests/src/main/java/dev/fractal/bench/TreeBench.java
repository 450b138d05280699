package dev.fractal.bench;

import dev.fractal.cli.AddedVerb;
import dev.fractal.cli.CliEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "tree",
    description = "A tree of sessions, a wide fan-out, waiting children, heap per waiting session.")
final class TreeBench implements AddedVerb {
  @Mixin BenchOptions options = new BenchOptions();

  @Option(
      names = "--levels",
      paramLabel = "N",
      description = "Levels of eight children below the root; default: ${DEFAULT-VALUE}.",
      defaultValue = "3")
  int levels;

  @Option(
      names = "--waiting",
      paramLabel = "N",
      description = "Sessions that wait at once; default: ${DEFAULT-VALUE}.",
      defaultValue = "2000")
  int waiting;

  @Override
  public int run(CliEnvironment env) {
    options.require();
    if (levels < 1 || levels > 4 || waiting < 1) {
      throw new BenchException("use --levels 1 to 4 and --waiting 1 or more");
    }
    var screen = new Screen(env.console(), options.json);
    try (var workshop = Workshop.open(options.data)) {
      var trees = Trees.measure(workshop.room("trees"), screen, options.rounds, levels);
      var waits = Waits.measure(workshop.room("waits"), screen, waiting);
      return screen.print(TreeReport.of(trees, waits, options.rounds, waiting));
    }
  }
}
