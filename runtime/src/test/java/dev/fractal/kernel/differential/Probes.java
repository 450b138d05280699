package dev.fractal.kernel.differential;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.Moment;
import dev.fractal.kernel.differential.Finding.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks a program's probes: code whose printed answers depend on the state. */
final class Probes {
  private static final Moment MOMENT = new Moment(Instant.ofEpochSecond(77), "{}");
  private static final String TOOLS = FeatureBook.text("probe.js");

  private final String cell;
  private final String pokes;

  Probes(Program program) {
    var text =
        new StringBuilder(
            "(async () => {\nconst {$$probe, $$later, $$variables} = (0, eval)("
                + quoted(TOOLS)
                + ");\n$$probe('all variables', $$variables);\n");
    for (Fragment fragment : program.asked()) {
      fragment.probes().forEach(probe -> text.append(asked(fragment, probe)));
    }
    program.pokes().forEach(poke -> text.append(attempted(poke)));
    cell = text + "$$probe('all variables after probes', $$variables);\n})(); 0";
    pokes = String.join("", program.pokes().stream().map(Probes::attempted).toList());
  }

  /** The answers, one a line, and how the cells ended. */
  List<String> ask(Kernel kernel) {
    return run(kernel, cell).lines().toList();
  }

  /** Changes the state by all pokes. */
  void poke(Kernel kernel) {
    run(kernel, pokes);
  }

  static Optional<Finding> difference(String way, List<String> live, List<String> other) {
    if (live.equals(other)) {
      return Optional.empty();
    }
    int line = 0;
    while (line < Math.min(live.size(), other.size()) && live.get(line).equals(other.get(line))) {
      line++;
    }
    String one = line < live.size() ? live.get(line) : "(nothing)";
    String two = line < other.size() ? other.get(line) : "(nothing)";
    return Optional.of(new Finding(Kind.SILENT_DIFFERENCE, way, "probe", one, two));
  }

  private static String asked(Fragment fragment, String probe) {
    boolean waits = probe.contains("await ");
    return (waits ? "await $$later(" : "$$probe(")
        + quoted(fragment.feature() + ": " + probe)
        + (waits ? ", async () => (" : ", () => (")
        + probe
        + "));\n";
  }

  private static String attempted(String poke) {
    return "try { " + poke + " } catch { console.log('poke failed') }\n";
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
  }

  private static String run(Kernel kernel, String source) {
    var outcome = kernel.evaluate(new Cell(source, "probe", 5, MOMENT, Map.of()));
    return switch (outcome) {
      case CellOutcome.Completed c -> c.printed() + "=> " + c.shown() + "\n";
      case CellOutcome.Final f -> f.printed() + "FINAL " + f.value() + "\n";
      case CellOutcome.Threw t -> t.printed() + "THREW " + t.error() + "\n";
      case CellOutcome.LimitExceeded l -> l.printed() + "LIMIT " + l.limit() + "\n";
      case CellOutcome.Suspended s -> "WAITS " + s.calls() + "\n";
    };
  }
}
