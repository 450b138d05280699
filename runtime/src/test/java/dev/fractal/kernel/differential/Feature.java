package dev.fractal.kernel.differential;

import java.util.List;

/**
 * A way to use the language, as templates: {@code @name} is a fresh variable, {@code «…»} a hole
 * that {@link Draw} fills.
 *
 * @param rare whether programs use it seldom
 * @param steps statements for one cell each, in order; the first declares the variables
 * @param probes expressions whose answer depends on the state
 * @param pokes statements that change the state and may run at any time after the first step
 * @param objects expressions for objects that others may alias and change
 */
record Feature(
    String name,
    boolean rare,
    List<String> steps,
    List<String> probes,
    List<String> pokes,
    List<String> objects) {
  Feature {
    steps = List.copyOf(steps);
    probes = List.copyOf(probes);
    pokes = List.copyOf(pokes);
    objects = List.copyOf(objects);
  }
}
