package dev.fractal.http.routes;

import java.util.List;

/** What decides whether a node may get work. */
@FunctionalInterface
public interface Health {
  /** Looks at everything now; may block for a short time, on no actor thread. */
  List<Check> checks();

  /** Nothing that could fail. */
  static Health good() {
    return List::of;
  }

  /**
   * What one check found.
   *
   * @param name stable, in kebab-case
   * @param sentence what was found, and what to do when it is bad
   */
  record Check(String name, boolean passed, String sentence) {}
}
