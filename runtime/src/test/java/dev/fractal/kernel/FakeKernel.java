package dev.fractal.kernel;

import dev.fractal.kernel.CellOutcome.GuestCall;
import dev.fractal.kernel.CellOutcome.Limit;
import dev.fractal.protocol.Sha256;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic kernel whose cells are one command per line: {@code set NAME JSON}, {@code unset
 * NAME}, {@code print TEXT}, {@code call FUNCTION ARGUMENTS -> NAME} (waits and sets NAME to the
 * result), {@code ask FUNCTION ARGUMENTS -> NAME} (does not wait), {@code any} (waits for one more
 * result), {@code cancel NUMBER} (calls a call off), {@code final NAME-or-JSON}, {@code throw
 * MESSAGE}, {@code limit}, {@code clock NAME}, {@code budget NAME}, {@code seed NAME}. The value
 * shown is the last one set.
 */
final class FakeKernel implements Kernel {
  private final Map<String, String> variables = new TreeMap<>();
  private final Map<String, String> saved;
  private final Set<String> functions;
  private @Nullable Run run;

  private static final int NOTHING = -1;
  private static final int ANYTHING = -2;

  FakeKernel(Map<String, String> variables, Set<String> functions) {
    this.variables.putAll(variables);
    this.saved = new TreeMap<>(variables);
    this.functions = Set.copyOf(functions);
  }

  private static final class Run {
    private final List<String> lines;
    private final long seed;
    private final StringBuilder printed = new StringBuilder();
    private final Map<Integer, String> waiting = new TreeMap<>();
    private final List<GuestCall> issued = new ArrayList<>();
    private final List<Integer> cancelled = new ArrayList<>();
    private int blocking = NOTHING;
    private Moment moment;
    private String shown = "";
    private int line;
    private int calls;

    Run(Cell cell) {
      lines = cell.source().lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
      seed = cell.seed();
      moment = cell.moment();
    }
  }

  @Override
  public CellOutcome evaluate(Cell cell) {
    if (run != null) {
      throw new IllegalStateException("a cell is suspended; resume it first");
    }
    Run started = new Run(cell);
    run = started;
    return goOn(started);
  }

  @Override
  public CellOutcome resume(List<GuestResult> results, Moment moment) {
    Run suspended = run;
    if (suspended == null) {
      throw new IllegalStateException("no cell is suspended");
    }
    suspended.moment = moment;
    for (GuestResult result : results) {
      String name = suspended.waiting.remove(result.call());
      if (name == null) {
        continue;
      }
      if (suspended.blocking == result.call() || suspended.blocking == ANYTHING) {
        suspended.blocking = NOTHING;
      }
      switch (result) {
        case GuestResult.Returned(int _, String json) -> {
          if (!name.isEmpty()) {
            variables.put(name, json);
            suspended.shown = json;
          }
        }
        case GuestResult.Failed(int _, String type, String message) -> {
          if (!name.isEmpty()) {
            return threw(suspended, type + ": " + message);
          }
        }
      }
    }
    return suspended.blocking == NOTHING ? goOn(suspended) : suspended(suspended);
  }

  private CellOutcome goOn(Run on) {
    while (on.line < on.lines.size()) {
      CellOutcome outcome = step(on, on.lines.get(on.line++));
      if (outcome != null) {
        return outcome;
      }
    }
    if (!on.waiting.isEmpty()) {
      return suspended(on);
    }
    run = null;
    return new CellOutcome.Completed(on.printed.toString(), on.shown);
  }

  private @Nullable CellOutcome step(Run on, String line) {
    String[] words = line.split(" ", 3);
    String rest = words.length > 2 ? words[2] : "";
    switch (words[0]) {
      case "set" -> set(on, words[1], rest);
      case "unset" -> variables.remove(words[1]);
      case "clock" -> set(on, words[1], Long.toString(on.moment.clock().toEpochMilli()));
      case "budget" -> set(on, words[1], on.moment.budget());
      case "seed" -> set(on, words[1], Long.toString(on.seed));
      case "print" -> on.printed.append(line.substring(6)).append('\n');
      case "call", "ask" -> {
        return call(on, words[0].equals("call"), words[1], rest);
      }
      case "any" -> {
        on.blocking = ANYTHING;
        return suspended(on);
      }
      case "cancel" -> cancel(on, Integer.parseInt(words[1]));
      case "final" -> {
        run = null;
        String value = line.substring(6);
        return new CellOutcome.Final(on.printed.toString(), variables.getOrDefault(value, value));
      }
      case "throw" -> {
        return threw(on, "Error: " + line.substring(6));
      }
      case "limit" -> {
        run = null;
        return new CellOutcome.LimitExceeded(
            on.printed.toString(), Limit.CPU_TIME, "the cell used too much CPU time");
      }
      default -> {
        return threw(on, "SyntaxError: unknown command '" + words[0] + "'");
      }
    }
    return null;
  }

  private @Nullable CellOutcome call(Run on, boolean wait, String function, String rest) {
    if (!functions.contains(function)) {
      return threw(on, "ReferenceError: " + function + " is not defined");
    }
    int arrow = rest.lastIndexOf(" -> ");
    String arguments = arrow < 0 ? rest : rest.substring(0, arrow);
    on.waiting.put(on.calls, arrow >= 0 ? rest.substring(arrow + 4) : "");
    on.blocking = wait ? on.calls : NOTHING;
    on.issued.add(new GuestCall(on.calls++, function, arguments));
    return wait ? suspended(on) : null;
  }

  private static void cancel(Run on, int call) {
    if (on.waiting.remove(call) != null && !on.issued.removeIf(made -> made.call() == call)) {
      on.cancelled.add(call);
    }
  }

  private static CellOutcome suspended(Run on) {
    List<GuestCall> calls = List.copyOf(on.issued);
    List<Integer> cancelled = List.copyOf(on.cancelled);
    on.issued.clear();
    on.cancelled.clear();
    return new CellOutcome.Suspended(calls, cancelled);
  }

  private void set(Run on, String name, String json) {
    variables.put(name, json);
    on.shown = json;
  }

  private CellOutcome threw(Run on, String error) {
    run = null;
    return new CellOutcome.Threw(
        on.printed.toString(), error + " (line " + on.line + ", column 1)");
  }

  @Override
  public VariableChanges changes() {
    Map<String, VariableChanges.Dumped> changed = new TreeMap<>();
    variables.forEach(
        (name, value) -> {
          if (!value.equals(saved.get(name))) {
            changed.put(name, new VariableChanges.Dumped(Sha256.of(value), value));
          }
        });
    List<String> removed =
        saved.keySet().stream().filter(name -> !variables.containsKey(name)).toList();
    saved.clear();
    saved.putAll(variables);
    int size = variables.values().stream().mapToInt(String::length).sum();
    return new VariableChanges(changed, removed, Map.of(), size);
  }

  @Override
  public VariableChanges save() {
    return changes();
  }

  @Override
  public void close() {}
}
