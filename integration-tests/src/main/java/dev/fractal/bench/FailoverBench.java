package dev.fractal.bench;

import dev.fractal.cli.AddedVerb;
import dev.fractal.cli.CliEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "failover",
    description = "From the kill of a node to the first step that its sessions resume elsewhere.")
final class FailoverBench implements AddedVerb {
  @Mixin BenchOptions options = new BenchOptions();

  @Option(
      names = "--nodes",
      paramLabel = "N",
      description = "Nodes, 2 to 9; default: ${DEFAULT-VALUE}.",
      defaultValue = "3")
  int nodes;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description = "Sessions in turns; default: ${DEFAULT-VALUE}.",
      defaultValue = "60")
  int sessions;

  @Override
  public int run(CliEnvironment env) {
    options.require();
    if (nodes < 2 || nodes > 9 || sessions < 1) {
      throw new BenchException("use --nodes 2 to 9 and --sessions 1 or more");
    }
    var screen = new Screen(env.console(), options.json);
    try (var workshop = Workshop.open(options.data);
        var cluster = BenchCluster.start(workshop, screen, Failovers.PLAYBOOK)) {
      cluster.grow(nodes);
      return screen.print(
          FailoverReport.of(
              new Failovers(cluster, screen, sessions).measure(options.rounds), nodes, sessions));
    }
  }
}
