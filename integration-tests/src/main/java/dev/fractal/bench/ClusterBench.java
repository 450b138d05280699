package dev.fractal.bench;

import dev.fractal.cli.AddedVerb;
import dev.fractal.cli.CliEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "cluster",
    description = "Nodes on one PostgreSQL: remote asks, durable steps against the bare journal.")
final class ClusterBench implements AddedVerb {
  @Mixin BenchOptions options = new BenchOptions();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Nodes of the largest cluster, 1 to 9; default: ${DEFAULT-VALUE}.",
      defaultValue = "3")
  int nodes;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description = "Sessions at work, and writers of the floor; default: ${DEFAULT-VALUE}.",
      defaultValue = "32")
  int sessions;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Length of one measurement; default: ${DEFAULT-VALUE}.",
      defaultValue = "8")
  double seconds;

  @Override
  public int run(CliEnvironment env) {
    options.require();
    if (nodes < 1 || nodes > 9 || sessions < 1 || !(seconds > 0)) {
      throw new BenchException("use --nodes 1 to 9, --sessions 1 or more, --seconds more than 0");
    }
    var screen = new Screen(env.console(), options.json);
    try (var workshop = Workshop.open(options.data);
        var cluster = BenchCluster.start(workshop, screen)) {
      var rates = new ClusterRates(cluster, screen, sessions, seconds);
      return screen.print(
          ClusterReport.of(
              rates.measure(nodes, options.rounds), sessions, seconds, options.rounds));
    }
  }
}
