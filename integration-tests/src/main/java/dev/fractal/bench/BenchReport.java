package dev.fractal.bench;

import java.util.List;
import java.util.Locale;

/** What a benchmark found: a record that is its own JSON document. */
interface BenchReport {
  Machine machine();

  List<Reach> reaches();

  /** The figures for people. */
  String figures();

  default String text() {
    var text = new StringBuilder(figures()).append('\n');
    for (var reach : reaches()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-6s %s: %s%s, %s %s%s%n",
              reach.met() ? "ok" : "SHORT",
              reach.name(),
              reach.measured(),
              reach.unit(),
              reach.bound(),
              reach.reach(),
              reach.unit()));
    }
    return text.append(machine().line()).append('\n').toString();
  }

  /** Where it was measured. */
  record Machine(int cores, String java, String system) {
    static Machine here() {
      return new Machine(
          Runtime.getRuntime().availableProcessors(),
          Runtime.version().toString(),
          System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    }

    String line() {
      return "%d cores, Java %s, %s".formatted(cores, java, system);
    }
  }
}
