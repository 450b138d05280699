package dev.fractal.kernel.graal;

import dev.fractal.kernel.CellOutcome.Limit;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.VariableChanges;
import dev.fractal.kernel.VariableChanges.Dumped;
import dev.fractal.protocol.Sha256;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyExecutable;
import org.jspecify.annotations.Nullable;

/**
 * The host side of one kernel's preludes: functions from strings to strings, which guest code
 * itself never sees. Runs on the evaluating thread.
 */
final class GuestHost {
  private final KernelLimits limits;
  private final CellCompiler compiler;
  private final Map<String, String> digests = new HashMap<>();
  private final Map<String, Dumped> changed = new TreeMap<>();
  private final List<String> removed = new ArrayList<>();
  private final Map<String, String> inexact = new TreeMap<>();
  private final StringBuilder printed = new StringBuilder();
  private Meter meter;
  private InputDesk inputs;
  private @Nullable String finalValue;

  GuestHost(KernelLimits limits, CellCompiler compiler) {
    this.limits = limits;
    this.compiler = compiler;
    meter = new Meter(limits);
    inputs = new InputDesk(Map.of(), 0, meter);
  }

  /** The functions in the order in which the first prelude takes them. */
  Object[] functions() {
    return new Object[] {
      function(this::print),
      function(this::end),
      function(this::input),
      function(this::emit),
      function(this::describe)
    };
  }

  private interface TextFunction {
    String call(String[] arguments);
  }

  private static ProxyExecutable function(TextFunction function) {
    return (Value... values) -> {
      String[] texts = new String[values.length];
      for (int i = 0; i < values.length; i++) {
        texts[i] = values[i].isString() ? values[i].asString() : "";
      }
      return function.call(texts);
    };
  }

  void begin(Meter cellMeter, InputDesk desk) {
    meter = cellMeter;
    inputs = desk;
    printed.setLength(0);
    finalValue = null;
  }

  String printed() {
    return printed.toString();
  }

  @Nullable String finalValue() {
    return finalValue;
  }

  private String print(String[] text) {
    int room = limits.output() - printed.length();
    if (text[0].length() > room) {
      printed.append(text[0], 0, Math.max(0, room));
      meter.breaks(Limit.OUTPUT);
      throw new StopSignal();
    }
    printed.append(text[0]);
    return "";
  }

  private String end(String[] value) {
    if (finalValue == null) {
      finalValue = value[0];
    }
    throw new StopSignal();
  }

  private String input(String[] request) {
    meter.startHost();
    try {
      return inputs.answer(request[0], request[1], request[2]);
    } catch (RuntimeException e) {
      return "eError\nthe input '" + request[0] + "' cannot be read: " + e.getMessage();
    } finally {
      meter.stopHost();
    }
  }

  private String describe(String[] function) {
    return compiler.describe(function[0], meter);
  }

  private String emit(String[] fact) {
    switch (fact[0]) {
      case "changed" -> changed(fact[1], fact[2]);
      case "removed" -> {
        digests.remove(fact[1]);
        removed.add(fact[1]);
      }
      case "inexact" -> inexact.put(fact[1], fact[2]);
      default -> throw new IllegalStateException("the preludes tell no '" + fact[0] + "'");
    }
    return "";
  }

  private void changed(String name, String encoded) {
    String digest = Sha256.of(encoded);
    if (!digest.equals(digests.put(name, digest))) {
      changed.put(name, new Dumped(digest, encoded));
    }
  }

  /** Takes a restored variable as known. */
  void restored(String name, String encoded) {
    digests.put(name, Sha256.of(encoded));
  }

  /** What was told since the last time. */
  VariableChanges take() {
    VariableChanges changes = new VariableChanges(changed, removed, inexact);
    changed.clear();
    removed.clear();
    inexact.clear();
    return changes;
  }

  /** Reports that the walk itself broke a limit. */
  void unwalked(String why) {
    inexact.put("*", why);
  }
}
