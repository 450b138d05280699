package dev.fractal.bench;

import dev.fractal.cli.AddedVerb;
import dev.fractal.cli.CliEnvironment;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "steps",
    description = "Durable steps per second against the bare journal; one step; a long session.")
final class StepsBench implements AddedVerb {
  private static final int MOST = 5000;

  @Mixin BenchOptions options = new BenchOptions();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Length of one measurement; default: ${DEFAULT-VALUE}.",
      defaultValue = "2")
  double seconds;

  @Option(
      names = "--sessions",
      paramLabel = "N",
      split = ",",
      description = "Numbers of sessions, in ascending order; default: ${DEFAULT-VALUE}.",
      defaultValue = "1,8,32,128,512")
  int[] sessions = {};

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description = "h2 (embedded) or postgres (embedded too); default: ${DEFAULT-VALUE}.",
      defaultValue = "h2")
  String store = "h2";

  @Option(
      names = "--postgres",
      paramLabel = "URL",
      description = "An empty database to use: jdbc:postgresql://HOST/DATABASE?user=U&password=P.")
  @Nullable String postgres;

  @Override
  public int run(CliEnvironment env) {
    options.require();
    if (!(seconds > 0)) {
      throw new BenchException("--seconds " + seconds + " is too short; use more than 0");
    }
    if (!IntStream.of(sessions).allMatch(n -> n >= 1 && n <= MOST)) {
      throw new BenchException(
          "--sessions %s is out of range; use 1 to %d each".formatted(text(sessions), MOST));
    }
    var screen = new Screen(env.console(), options.json);
    try (var workshop = Workshop.open(options.data);
        var database = database(workshop, screen);
        var node = BenchNode.start(workshop, database)) {
      var rates = new StepRates(node, screen, seconds, sessions).measure(options.rounds);
      var growth = Growth.measure(node, screen, options.turns);
      var setting =
          new StepsReport.Setting(seconds, options.rounds, options.turns, database.kind());
      return screen.print(StepsReport.of(rates, growth, setting));
    }
  }

  private BenchStore database(Workshop workshop, Screen screen) {
    return switch (postgres == null ? store : "postgres") {
      case "h2" -> BenchStore.h2(workshop);
      case "postgres" -> BenchStore.postgres(workshop, screen, Optional.ofNullable(postgres));
      default -> throw new BenchException("--store " + store + " is unknown; use h2 or postgres");
    };
  }

  private static String text(int[] numbers) {
    return IntStream.of(numbers).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }
}
