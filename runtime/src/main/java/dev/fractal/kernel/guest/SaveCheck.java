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
    var differing = new TreeMap<String, String>();
    try (GuestKernel second = shared.ready().of(shared, granted)) {
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
    if (differing.isEmpty()) {
      sound = new HashMap<>(digests);
    }
    return differing;
  }
}
