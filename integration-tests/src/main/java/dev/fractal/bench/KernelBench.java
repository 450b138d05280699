package dev.fractal.bench;

import com.typesafe.config.ConfigFactory;
import dev.fractal.cli.AddedVerb;
import dev.fractal.cli.CliEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "kernel",
    description =
        "Work over long texts in a kernel and in node; opening, fresh cells, reopening, idle kernels.")
final class KernelBench implements AddedVerb {
  private static final int MOST_LINES = 5_000_000;
  private static final long SEED = 13;

  @Mixin BenchOptions options = new BenchOptions();

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      description = "auto, v8 or graaljs; default: ${DEFAULT-VALUE}.",
      defaultValue = "auto")
  String engine = "auto";

  @Option(
      names = "--lines",
      paramLabel = "N",
      description = "Lines of the log; all tasks go with it; default: ${DEFAULT-VALUE}.",
      defaultValue = "200000")
  int lines = 200_000;

  @Option(
      names = "--node",
      paramLabel = "PROGRAM",
      description = "Runs the same tasks beside if it is there; default: ${DEFAULT-VALUE}.",
      defaultValue = "node")
  String node = "node";

  @Override
  public int run(CliEnvironment env) {
    options.require();
    if (lines < 1 || lines > MOST_LINES) {
      throw new BenchException("--lines " + lines + " is out of range; use 1 to " + MOST_LINES);
    }
    var chosen = KernelEngine.of(engine);
    var screen = new Screen(env.console(), options.json);
    try (var workshop = Workshop.open(options.data)) {
      return screen.print(measure(chosen, workshop, screen));
    }
  }

  private KernelReport measure(KernelEngine chosen, Workshop workshop, Screen screen) {
    var config = ConfigFactory.load("local");
    var log = HeldText.of(LogText.of(lines, SEED));
    var beside = NodeBeside.find(node, workshop, log.text());
    var rounds = new TaskRounds(chosen, config, log, beside);
    var found = rounds.measure(KernelTask.all(lines, log.length()), screen, options.rounds);
    double idle;
    try (var kernels = chosen.fresh(config)) {
      screen.note(KernelCosts.IDLE + " idle kernels");
      idle = KernelCosts.idleMib(kernels);
    }
    try (var kernels = chosen.fresh(config)) {
      var costs = KernelCosts.measure(kernels, screen, options.rounds);
      var setting =
          new KernelReport.Setting(
              chosen.label(),
              options.rounds,
              lines,
              log.length(),
              costs.units(),
              beside.map(NodeBeside::version).orElse(null));
      return KernelReport.of(setting, found, costs, idle);
    }
  }
}
