package dev.fractal.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every benchmark can be told. */
final class BenchOptions {
  @Option(names = "--json", description = "Print exactly one JSON document on standard output.")
  boolean json;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where the database is made, and kept; default: a temporary directory.")
  @Nullable Path data;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each measurement is repeated; default: ${DEFAULT-VALUE}.",
      defaultValue = "3")
  int rounds;

  @Option(
      names = "--turns",
      paramLabel = "N",
      description = "Turns of the longest history; default: ${DEFAULT-VALUE}.",
      defaultValue = "1000")
  int turns;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** Checks the ranges. */
  void require() {
    if (rounds < 1) {
      throw new BenchException("--rounds " + rounds + " is too low; use 1 or more");
    }
    if (turns < 20) {
      throw new BenchException("--turns " + turns + " is too low; use 20 or more");
    }
  }
}
