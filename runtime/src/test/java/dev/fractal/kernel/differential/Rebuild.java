package dev.fractal.kernel.differential;

import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelRestoreException;
import dev.fractal.kernel.VariableChanges.Dumped;
import dev.fractal.kernel.differential.Finding.Kind;
import dev.fractal.kernel.differential.Kept.Place;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Opens a kernel from what a session kept: restores, replays, compares digests. */
final class Rebuild {
  private final KernelFactory factory;
  private final String way;
  private final Place place;

  Rebuild(KernelFactory factory, String way, Place place) {
    this.factory = factory;
    this.way = way;
    this.place = place;
  }

  /** The kernel at the place. */
  Kernel kernel() {
    return kernelAfter(place.since(), place);
  }

  /** A kernel that was opened at this place and ran further recorded cells up to another one. */
  Kernel kernelAfter(List<Recorded> cells, Place reached) {
    var kernel = opened();
    try {
      var player = new Player(way);
      cells.forEach(recorded -> player.again(kernel, recorded));
      compare(reached.forms(), place.after(kernel.changes()));
      return kernel;
    } catch (RuntimeException e) {
      kernel.close();
      throw e;
    }
  }

  private void compare(Map<String, Dumped> recorded, Map<String, Dumped> rebuilt) {
    var names = new TreeSet<>(recorded.keySet());
    names.addAll(rebuilt.keySet());
    names.removeIf(name -> form(recorded, name).equals(form(rebuilt, name)));
    if (!names.isEmpty()) {
      String first = names.first();
      throw new Contradiction(
          new Finding(
              Kind.WRONGFUL_QUARANTINE,
              way,
              "variables " + names,
              form(recorded, first),
              form(rebuilt, first)));
    }
  }

  private static String form(Map<String, Dumped> forms, String name) {
    var dumped = forms.get(name);
    return dumped == null ? "absent" : dumped.encoded();
  }

  /** The kernel with the saved variables alone. */
  Kernel opened() {
    try {
      return factory.open(place.variables(), LiveRun.GRANTED);
    } catch (KernelRestoreException e) {
      throw new Contradiction(
          new Finding(
              Kind.WRONGFUL_QUARANTINE, way, "restore", "saved as complete", e.getMessage() + ""));
    }
  }
}
