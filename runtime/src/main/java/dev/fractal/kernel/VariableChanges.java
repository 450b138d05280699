package dev.fractal.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Variables that are new, changed or gone.
 *
 * @param changed canonical form and digest by name
 * @param removed names that are gone
 * @param inexact for every variable (changed now or earlier) that cannot be kept exactly, why; its
 *     canonical form still stands for it in digests
 * @param size UTF-16 units of the forms of all variables, unchanged ones included
 */
public record VariableChanges(
    Map<String, Dumped> changed, List<String> removed, Map<String, String> inexact, long size) {
  public VariableChanges {
    changed = Map.copyOf(changed);
    removed = List.copyOf(removed);
    inexact = Map.copyOf(inexact);
  }

  /** What there is to tell when these were not told yet and others came after them. */
  public VariableChanges then(VariableChanges later) {
    var all = new HashMap<>(changed);
    later.removed().forEach(all::remove);
    all.putAll(later.changed());
    var gone = new TreeSet<>(removed);
    gone.addAll(later.removed());
    gone.removeAll(later.changed().keySet());
    return new VariableChanges(all, List.copyOf(gone), later.inexact(), later.size());
  }

  /**
   * A variable's canonical form.
   *
   * @param digest {@code sha256:} address of {@code encoded}
   */
  public record Dumped(String digest, String encoded) {}
}
