package dev.fractal.bench;

import dev.fractal.cli.AddedVerb;
import dev.fractal.cli.CliEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "steps",
    description = "Durable steps per second against the bare journal; one step; a long session.")
final class StepsVerb implements AddedVerb {
  @Mixin BenchOptions options = new BenchOptions();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Length of one measurement; default: ${DEFAULT-VALUE}.",
      defaultValue = "2")
  double seconds;

  @Override
  public int run(CliEnvironment env) {
    options.require();
    if (!(seconds > 0)) {
      throw new BenchException("--seconds " + seconds + " is too short; use more than 0");
    }
    var screen = new Screen(env.console(), options.json);
    try (var workshop = Workshop.open(options.data);
        var node = BenchNode.start(workshop)) {
      var rates = new StepRates(node, screen, seconds).measure(options.rounds);
      var growth = Growth.measure(node, screen, options.turns);
      return screen.print(StepsReport.of(rates, growth, options, seconds));
    }
  }
}
