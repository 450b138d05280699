package dev.fractal.bench;

import dev.fractal.cli.AddedVerb;
import dev.fractal.cli.CliEnvironment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "reads",
    description =
        "What reading a session of many turns costs against one of ten, a tree, and a tree's"
            + " stream in a large store.")
final class ReadsBench implements AddedVerb {
  private static final int MOST = 1_000_000;

  @Mixin BenchOptions options = new BenchOptions();

  @Option(
      names = "--children",
      paramLabel = "N",
      description = "Children of each turn; default: ${DEFAULT-VALUE}.",
      defaultValue = "50")
  int children;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      description = "Other sessions in the store; default: ${DEFAULT-VALUE}.",
      defaultValue = "20000")
  int sessions;

  @Override
  public int run(CliEnvironment env) {
    options.require();
    range("--children", children, 1_000);
    range("--sessions", sessions, MOST);
    var screen = new Screen(env.console(), options.json);
    try (var workshop = Workshop.open(options.data)) {
      var setting =
          new ReadsReport.Setting(options.turns, children, sessions, Math.max(5, options.rounds));
      return screen.print(Reads.measure(workshop, screen, setting));
    }
  }

  private static void range(String name, int given, int most) {
    if (given < 0 || given > most) {
      throw new BenchException(name + " " + given + " is out of range; use 0 to " + most);
    }
  }
}
