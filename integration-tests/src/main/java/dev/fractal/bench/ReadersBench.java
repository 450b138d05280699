package dev.fractal.bench;

import dev.fractal.cli.AddedVerb;
import dev.fractal.cli.CliEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "readers",
    description = "A turn that many readers follow over HTTP against one that nobody follows.")
final class ReadersBench implements AddedVerb {
  private static final int MOST = 5000;

  @Mixin BenchOptions options = new BenchOptions();

  @Option(
      names = "--readers",
      paramLabel = "N",
      description = "Readers of the session's live events; default: ${DEFAULT-VALUE}.",
      defaultValue = "200")
  int readers;

  @Override
  public int run(CliEnvironment env) {
    options.require();
    if (readers < 1 || readers > MOST) {
      throw new BenchException("--readers " + readers + " is out of range; use 1 to " + MOST);
    }
    var screen = new Screen(env.console(), options.json);
    try (var workshop = Workshop.open(options.data)) {
      var turns = ReadTurns.measure(workshop, screen, readers, options.rounds);
      return screen.print(ReadersReport.of(turns, readers, options.rounds));
    }
  }
}
