package dev.fractal.kernel.guest;

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
import org.jspecify.annotations.Nullable;

/**
 * The host side of one kernel's preludes: functions from strings to strings, which guest code
 * itself never sees. Runs on the evaluating thread.
 */
final class GuestHost implements GuestFunctions {
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
  private @Nullable RuntimeException unread;
  private @Nullable Map<String, String> forms;
  private boolean digestsOnly;
  private long size;

  GuestHost(KernelLimits limits, CellCompiler compiler) {
    this.limits = limits;
    this.compiler = compiler;
    meter = new Meter(limits);
    inputs = new InputDesk(Map.of(), 0, meter);
  }

  void begin(Meter cellMeter, InputDesk desk) {
    meter = cellMeter;
    inputs = desk;
    printed.setLength(0);
    finalValue = null;
    unread = null;
    size = 0;
  }

  String printed() {
    return printed.toString();
  }

  @Nullable String finalValue() {
    return finalValue;
  }

  /** Why an input could not be read, which is nothing that a cell may see. */
  @Nullable RuntimeException unread() {
    return unread;
  }

  @Override
  public void print(String text) {
    int room = limits.output() - printed.length();
    if (text.length() > room) {
      printed.append(text, 0, Math.max(0, room));
      meter.breaks(Limit.OUTPUT);
      throw new HostStop();
    }
    printed.append(text);
  }

  @Override
  public void end(String value) {
    if (finalValue == null) {
      finalValue = value;
    }
    throw new HostStop();
  }

  @Override
  public String input(String name, String operation, String arguments) {
    meter.startHost();
    try {
      return inputs.answer(name, operation, arguments);
    } catch (RuntimeException e) {
      unread = e;
      throw new HostStop();
    } finally {
      meter.stopHost();
    }
  }

  @Override
  public String describe(String function) {
    return compiler.describe(function, meter);
  }

  @Override
  public void emit(String fact, String variable, String text) {
    switch (fact) {
      case "changed" -> changed(variable, text);
      case "removed" -> {
        digests.remove(variable);
        removed.add(variable);
      }
      case "size" -> size = Long.parseLong(text);
      case "inexact" -> inexact.put(variable, text);
      default -> throw new IllegalStateException("the preludes tell no '" + fact + "'");
    }
  }

  private void changed(String name, String encoded) {
    if (forms != null) {
      forms.put(name, encoded);
    }
    String digest = Sha256.of(encoded);
    if (!digest.equals(digests.put(name, digest)) && !digestsOnly) {
      changed.put(name, new Dumped(digest, encoded));
    }
  }

  /** Digests of all variables as the last walk found them. */
  Map<String, String> digests() {
    return Map.copyOf(digests);
  }

  /** From here on no form is kept, whatever changes. */
  void keepDigestsOnly() {
    digestsOnly = true;
  }

  /** From here on the walk's forms are kept, until {@link #forms}. */
  void keepForms() {
    forms = new TreeMap<>();
  }

  /** The forms that were kept; they are let go. */
  Map<String, String> forms() {
    Map<String, String> kept = forms == null ? Map.of() : forms;
    forms = null;
    return kept;
  }

  /** Whether the last walk found nothing that cannot be kept. */
  boolean isExact() {
    return inexact.isEmpty();
  }

  /** Marks a variable whose save does not come back as what it is. */
  void inexact(String name, String why) {
    inexact.put(name, why);
  }

  /** Knows of no variable any more. */
  void clear() {
    take();
    digests.clear();
  }

  /** Takes a restored variable as known. */
  void restored(String name, String encoded) {
    digests.put(name, Sha256.of(encoded));
  }

  /** What was told since the last time. */
  VariableChanges take() {
    VariableChanges changes = new VariableChanges(changed, removed, inexact, size);
    changed.clear();
    removed.clear();
    inexact.clear();
    return changes;
  }
}
