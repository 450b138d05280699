package dev.fractal.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** One verb of the command line with the options that every verb takes. */
abstract class Verb {
  @Option(names = "--json", description = "Print exactly one JSON document on standard output.")
  boolean json;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory; default: .fractal here or in a directory above.")
  @Nullable Path data;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /** Does the work and prints the answer; returns the exit code. */
  abstract int run(Invocation invocation);

  final DataDirectory directory(Invocation invocation) {
    return new DataDirectory(invocation.env().directory(), data);
  }
}
