package dev.fractal.kernel.guest;

import dev.fractal.kernel.Granted;
import dev.fractal.kernel.KernelLimitException;
import dev.fractal.kernel.KernelRestoreException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Restores a save in another realm and compares: only what comes back the same is a save. */
final class SaveCheck {
  /** The first character of forms that are plain data and belong to no other variable. */
  private static final String DATA = "=";

  /** UTF-16 units of forms from which on their realm is not kept. */
  private static final long LARGE = 1 << 20;

  private final GuestKernel.Shared shared;
  private final Granted granted;
  private Map<String, String> sound = Map.of();

  SaveCheck(GuestKernel.Shared shared, Granted granted) {
    this.shared = shared;
    this.granted = granted;
  }

  /** The variables whose form does not bring back what it was made of, and why. */
  Map<String, String> differing(Map<String, String> forms, Map<String, String> digests) {
    if (digests.equals(sound)) {
      return Map.of();
    }
    boolean data = forms.values().stream().allMatch(form -> form.startsWith(DATA));
    var differing = data ? ofData(changed(forms, digests), digests) : ofAll(forms, digests);
    if (differing.isEmpty()) {
      sound = new HashMap<>(digests);
    }
    return differing;
  }

  /** What a save of plain data has beyond the one before, which was found sound. */
  private Map<String, String> changed(Map<String, String> forms, Map<String, String> digests) {
    var changed = new HashMap<>(forms);
    changed.keySet().removeIf(name -> digests.getOrDefault(name, "").equals(sound.get(name)));
    return changed;
  }

  private Map<String, String> ofData(Map<String, String> forms, Map<String, String> digests) {
    var wanted = new HashMap<>(digests);
    wanted.keySet().retainAll(forms.keySet());
    boolean large = forms.values().stream().mapToLong(String::length).sum() >= LARGE;
    GuestKernel second = shared.data().take(shared, granted);
    try {
      return compared(second, forms, wanted);
    } finally {
      if (large) {
        second.close();
      } else {
        shared.data().giveBack(granted, second);
      }
    }
  }

  private Map<String, String> ofAll(Map<String, String> forms, Map<String, String> digests) {
    try (GuestKernel second = shared.ready().of(shared, granted)) {
      return compared(second, forms, digests);
    }
  }

  private static Map<String, String> compared(
      GuestKernel second, Map<String, String> forms, Map<String, String> digests) {
    var differing = new TreeMap<String, String>();
    try {
      second.restore(forms);
      Map<String, String> restored = second.digests();
      var names = new TreeSet<>(digests.keySet());
      names.addAll(restored.keySet());
      for (String name : names) {
        if (!digests.getOrDefault(name, "").equals(restored.getOrDefault(name, ""))) {
          differing.put(name, "what its save brings back is not the same");
        }
      }
    } catch (KernelRestoreException | KernelLimitException e) {
      differing.put("*", "its save cannot be brought back: " + e.getMessage());
    }
    return differing;
  }
}
