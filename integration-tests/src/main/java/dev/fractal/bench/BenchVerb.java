package dev.fractal.bench;

import dev.fractal.cli.AddedVerb;
import dev.fractal.cli.CliEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verb that holds the benchmarks. */
@Command(
    name = "bench",
    description =
        "Measure this machine: durable steps, waking sessions, trees of sessions, lanes, a"
            + " cluster, kills of its nodes, readers, reads, kernels.",
    synopsisSubcommandLabel = "BENCHMARK",
    subcommands = {
      StepsBench.class,
      ResumeBench.class,
      TreeBench.class,
      LanesBench.class,
      ClusterBench.class,
      FailoverBench.class,
      ReadersBench.class,
      ReadsBench.class,
      KernelBench.class
    })
public final class BenchVerb implements AddedVerb {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Override
  public int run(CliEnvironment env) {
    throw new BenchException(
        "which benchmark? use 'bench steps', 'bench kernel', 'bench resume', 'bench tree',"
            + " 'bench lanes', 'bench cluster', 'bench failover', 'bench readers' or 'bench reads'");
  }
}
