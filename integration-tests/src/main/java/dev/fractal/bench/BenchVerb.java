package dev.fractal.bench;

import dev.fractal.cli.AddedVerb;
import dev.fractal.cli.CliEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verb that holds the benchmarks. */
@Command(
    name = "bench",
    description =
        "Measure this machine: durable steps, waking sessions, trees of sessions, a cluster,"
            + " readers, kernels.",
    synopsisSubcommandLabel = "BENCHMARK",
    subcommands = {
      StepsVerb.class,
      ResumeVerb.class,
      TreeVerb.class,
      ClusterVerb.class,
      ReadersVerb.class,
      KernelVerb.class
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
            + " 'bench cluster' or 'bench readers'");
  }
}
