package dev.fractal.bench;

import dev.fractal.cli.AddedVerb;
import dev.fractal.cli.CliEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "resume", description = "Time to wake a sleeping session, by its history.")
final class ResumeBench implements AddedVerb {
  @Mixin BenchOptions options = new BenchOptions();

  @Override
  public int run(CliEnvironment env) {
    options.require();
    var screen = new Screen(env.console(), options.json);
    try (var workshop = Workshop.open(options.data)) {
      return screen.print(ResumeReport.of(Waking.measure(workshop, screen, options), options));
    }
  }
}
