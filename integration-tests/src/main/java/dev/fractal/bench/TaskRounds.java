package dev.fractal.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.Config;
import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Rounds of tasks on kernels and on {@code node}, which take turns, so that a load meets both. */
final class TaskRounds {
  private static final JsonMapper JSON = new JsonMapper();
  private static final double NANOS_PER_MILLI = 1e6;

  private final KernelEngine engine;
  private final Config config;
  private final HeldText log;
  private final Optional<NodeBeside> beside;

  TaskRounds(KernelEngine engine, Config config, HeldText log, Optional<NodeBeside> beside) {
    this.engine = engine;
    this.config = config;
    this.log = log;
    this.beside = beside;
  }

  /**
   * All rounds of a task.
   *
   * @param kernel empty when a run failed
   * @param node empty where there is no such program
   * @param failure how a run in a kernel ended when it ended otherwise than with an answer
   */
  record Found(String name, List<TaskRuns> kernel, List<TaskRuns> node, Optional<String> failure) {}

  List<Found> measure(List<KernelTask> tasks, Screen screen, int rounds) {
    Map<KernelTask, Rounds> found = new LinkedHashMap<>();
    tasks.forEach(task -> found.put(task, new Rounds()));
    for (int round = 1; round <= rounds; round++) {
      for (var task : tasks) {
        screen.note("round %d of %d, %s".formatted(round, rounds, task.name()));
        round(task, found.getOrDefault(task, new Rounds()), round % 2 == 0);
      }
    }
    return found.entrySet().stream().map(e -> e.getValue().of(e.getKey().name())).toList();
  }

  /** What was found so far. */
  private static final class Rounds {
    private final List<TaskRuns> kernel = new ArrayList<>();
    private final List<TaskRuns> node = new ArrayList<>();
    private Optional<String> failure = Optional.empty();

    Found of(String name) {
      return new Found(name, failure.isEmpty() ? kernel : List.of(), node, failure);
    }

    void add(KernelRun run) {
      switch (run) {
        case KernelRun.Done(var runs) -> kernel.add(runs);
        case KernelRun.Failed(var how) -> failure = Optional.of(how);
      }
    }
  }

  /** What became of a round in kernels. */
  private sealed interface KernelRun {
    record Done(TaskRuns runs) implements KernelRun {}

    record Failed(String how) implements KernelRun {}
  }

  private void round(KernelTask task, Rounds found, boolean nodeFirst) {
    if (nodeFirst) {
      beside.ifPresent(node -> found.node.add(node.run(task)));
    }
    if (found.failure.isEmpty()) {
      found.add(inKernels(task));
    }
    if (!nodeFirst) {
      beside.ifPresent(node -> found.node.add(node.run(task)));
    }
    requireEqual(task, found);
  }

  private KernelRun inKernels(KernelTask task) {
    List<Double> millis = new ArrayList<>();
    List<Double> changes = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    double peak = 0;
    PeakMemory.forget();
    try (var kernels = engine.fresh(config)) {
      kernels.open(Map.of(), KernelCosts.GRANTED).close();
      for (int run = 0; run < TaskRuns.COUNT; run++) {
        switch (inKernel(kernels, task, millis, changes)) {
          case CellOutcome.Final(_, var answer) -> answers.add(answer);
          case CellOutcome other -> {
            return new KernelRun.Failed(other.toString());
          }
        }
        peak = run == 0 ? PeakMemory.now().together() : peak;
      }
    } catch (KernelLostException e) {
      return new KernelRun.Failed("the worker ended: " + e.getMessage());
    }
    return new KernelRun.Done(new TaskRuns(millis, changes, answers, peak));
  }

  /** A fresh session for every run. */
  private CellOutcome inKernel(
      KernelFactory kernels, KernelTask task, List<Double> millis, List<Double> changes) {
    try (var kernel = kernels.open(Map.of(), KernelCosts.GRANTED)) {
      var cell = new Cell(task.text(), "bench", 7, KernelCosts.MOMENT, Map.of("log", log));
      long start = System.nanoTime();
      var outcome = kernel.evaluate(cell);
      long evaluated = System.nanoTime();
      millis.add((evaluated - start) / NANOS_PER_MILLI);
      if (outcome instanceof CellOutcome.Final) {
        kernel.changes();
        changes.add((System.nanoTime() - evaluated) / NANOS_PER_MILLI);
      }
      return outcome;
    }
  }

  /** A kernel that is fast and wrong is not measured. */
  private static void requireEqual(KernelTask task, Rounds found) {
    Set<JsonNode> answers = new HashSet<>();
    for (var runs : List.of(found.kernel, found.node)) {
      runs.forEach(run -> run.answers().forEach(answer -> answers.add(read(answer))));
    }
    if (answers.size() > 1) {
      throw new BenchException("the answers of %s differ: %s".formatted(task.name(), answers));
    }
  }

  private static JsonNode read(String answer) {
    try {
      return JSON.readTree(answer);
    } catch (JsonProcessingException e) {
      throw new BenchException("an answer is no JSON: " + answer, e);
    }
  }
}
