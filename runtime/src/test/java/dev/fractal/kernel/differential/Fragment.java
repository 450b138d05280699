package dev.fractal.kernel.differential;

import java.util.List;

/** A feature with its holes filled: a part of one program. */
record Fragment(
    String feature,
    List<String> steps,
    List<String> probes,
    List<String> pokes,
    List<String> objects) {
  Fragment {
    steps = List.copyOf(steps);
    probes = List.copyOf(probes);
    pokes = List.copyOf(pokes);
    objects = List.copyOf(objects);
  }
}
