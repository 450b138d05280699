package dev.fractal.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What {@code bench kernel} found; times are milliseconds, medians of the rounds. */
record KernelReport(
    Setting setting,
    Machine machine,
    List<Task> tasks,
    Piece opening,
    Piece freshCell,
    Piece reopening,
    List<Reach> reaches)
    implements BenchReport {
  private static final double COLD = 1.5;
  private static final double WARM = 1.2;
  private static final double PEAK_MIB = 1024;
  private static final double IDLE_MIB = 572;
  private static final double CELL_MILLIS = 0.3;
  private static final double OPENING_MILLIS = 3;
  private static final double REOPENING_MILLIS = 5;

  /**
   * What was asked for.
   *
   * @param node version of the program beside, or null where there is none
   * @param units UTF-16 units of the variables that a reopening restores
   */
  record Setting(
      String engine, int rounds, int lines, long logUnits, long units, @Nullable String node) {}

  /**
   * A task.
   *
   * @param kernel null when a run failed
   * @param node null where there is no such program
   * @param ratio the kernel's time to node's, median of each round's own; null without either
   * @param failure how the run that failed ended
   */
  record Task(
      String name,
      @Nullable Times kernel,
      @Nullable Times node,
      @Nullable Ratio ratio,
      @Nullable String failure) {}

  /** The first run in a fresh process, later ones, and the memory of the first one. */
  record Times(double cold, double warm, @Nullable Double changes, double peakMib) {}

  /** How many times as long as in node. */
  record Ratio(double cold, double warm) {}

  /** A piece of work; null where the system does not tell processor time. */
  record Piece(double wall, @Nullable Double thread, @Nullable Double all) {
    static Piece of(Cost cost) {
      return new Piece(Samples.rounded(cost.wall()), known(cost.thread()), known(cost.all()));
    }

    private static @Nullable Double known(OptionalDouble value) {
      return value.isPresent() ? Samples.rounded(value.getAsDouble()) : null;
    }
  }

  static KernelReport of(
      Setting setting, List<TaskRounds.Found> found, KernelCosts.Found costs, double idle) {
    var tasks = found.stream().map(KernelReport::task).toList();
    var cell = Piece.of(costs.freshCell());
    List<Reach> reaches = new ArrayList<>();
    long failed = tasks.stream().filter(task -> task.failure() != null).count();
    reaches.add(Reach.atMost(0, "tasks that failed", "", (double) failed));
    tasks.stream().filter(task -> task.name().equals(KernelTask.JOB)).forEach(t -> job(t, reaches));
    if (cell.thread() != null) {
      reaches.add(Reach.atMost(CELL_MILLIS, "a fresh cell, processor time", " ms", cell.thread()));
    }
    reaches.add(Reach.atMost(OPENING_MILLIS, "opening", " ms", costs.opening().wall()));
    reaches.add(Reach.atMost(REOPENING_MILLIS, "reopening", " ms", costs.reopening().wall()));
    if (idle > 0) {
      reaches.add(
          Reach.atMost(
              IDLE_MIB,
              "a worker with " + KernelCosts.IDLE + " idle kernels",
              " MiB",
              Samples.rounded(idle)));
    }
    return new KernelReport(
        setting,
        Machine.here(),
        tasks,
        Piece.of(costs.opening()),
        cell,
        Piece.of(costs.reopening()),
        reaches);
  }

  private static void job(Task task, List<Reach> reaches) {
    if (task.ratio() != null) {
      reaches.add(Reach.atMost(COLD, "the job, cold / node", "", task.ratio().cold()));
      reaches.add(Reach.atMost(WARM, "the job, warm / node", "", task.ratio().warm()));
    }
    if (task.kernel() != null && task.kernel().peakMib() > 0) {
      reaches.add(Reach.atMost(PEAK_MIB, "the job, peak memory", " MiB", task.kernel().peakMib()));
    }
  }

  private static Task task(TaskRounds.Found found) {
    var kernel = found.kernel();
    var node = found.node();
    return new Task(
        found.name(),
        kernel.isEmpty() ? null : times(kernel),
        node.isEmpty() ? null : times(node),
        kernel.isEmpty() || node.isEmpty()
            ? null
            : new Ratio(ratio(kernel, node, TaskRuns::cold), ratio(kernel, node, TaskRuns::warm)),
        found.failure().orElse(null));
  }

  private static Times times(List<TaskRuns> rounds) {
    var walks = rounds.stream().flatMap(round -> round.changes().stream()).toList();
    return new Times(
        median(rounds, TaskRuns::cold),
        median(rounds, TaskRuns::warm),
        walks.isEmpty() ? null : Samples.rounded(new Samples(walks).median()),
        median(rounds, TaskRuns::peakMib));
  }

  private static double median(List<TaskRuns> rounds, ToDoubleFunction<TaskRuns> figure) {
    return Samples.rounded(
        new Samples(rounds.stream().mapToDouble(figure).boxed().toList()).median());
  }

  private static double ratio(
      List<TaskRuns> kernel, List<TaskRuns> node, ToDoubleFunction<TaskRuns> figure) {
    var each =
        IntStream.range(0, Math.min(kernel.size(), node.size()))
            .mapToDouble(
                i -> figure.applyAsDouble(kernel.get(i)) / figure.applyAsDouble(node.get(i)))
            .boxed()
            .toList();
    return Samples.rounded(new Samples(each).median());
  }

  @Override
  public String figures() {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s, a log of %,d lines, beside node %s; ms, ratio to node in parentheses%n",
            setting.engine(),
            setting.lines(),
            setting.node() == null ? "(not there)" : setting.node()));
    text.append(
        "task              cold          warm  changes   peak MiB    node cold  warm   MiB\n");
    tasks.forEach(task -> text.append(line(task)));
    text.append(line("opening", opening));
    text.append(line("a fresh cell and its walk", freshCell));
    text.append(
        line("reopening with %,d units, a cell, closing".formatted(setting.units()), reopening));
    return text.toString();
  }

  private static String line(Task task) {
    var line = new StringBuilder(String.format(Locale.ROOT, "%-8s", task.name()));
    var kernel = task.kernel();
    if (kernel == null) {
      return line.append(" failed: ").append(task.failure()).append('\n').toString();
    }
    var ratio = task.ratio();
    line.append(String.format(Locale.ROOT, " %7.0f %6s", kernel.cold(), brief(ratio, true)));
    line.append(String.format(Locale.ROOT, " %6.0f %6s", kernel.warm(), brief(ratio, false)));
    line.append(String.format(Locale.ROOT, " %8.0f %10.0f", kernel.changes(), kernel.peakMib()));
    var node = task.node();
    if (node != null) {
      line.append(
          String.format(
              Locale.ROOT, " %12.0f %5.0f %5.0f", node.cold(), node.warm(), node.peakMib()));
    }
    return line.append('\n').toString();
  }

  private static String brief(@Nullable Ratio ratio, boolean cold) {
    return ratio == null
        ? ""
        : String.format(Locale.ROOT, "(%.2f)", cold ? ratio.cold() : ratio.warm());
  }

  private static String line(String name, Piece piece) {
    return String.format(
        Locale.ROOT,
        "%s: %.2f ms; processor time %s of its thread, %s of all%n",
        name,
        piece.wall(),
        millis(piece.thread()),
        millis(piece.all()));
  }

  private static String millis(@Nullable Double value) {
    return value == null ? "unknown" : String.format(Locale.ROOT, "%.3f ms", value);
  }
}
