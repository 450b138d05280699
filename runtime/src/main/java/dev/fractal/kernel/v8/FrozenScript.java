package dev.fractal.kernel.v8;

import dev.fractal.kernel.guest.Preludes;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The script that a snapshot is made of: the preludes with host functions that are looked up when
 * they are called, since nothing native can be frozen.
 */
final class FrozenScript {
  /** Name of the script; its frames are left out of the stacks that guests see. */
  static final String NAME = "fractal:runtime";

  /** What thawing takes off the global object: {@code {api, host, strip}}. */
  static final String HANDLE = "\0fractal";

  /** Answer of a host function after which the caller waits for its end. */
  static final String STOP = "\0stop";

  private FrozenScript() {}

  static String world(Set<String> functions) {
    String names =
        functions.stream()
            .sorted()
            .map(name -> "\\\"" + name + "\\\"")
            .collect(Collectors.joining(",", "\"[", "]\""));
    return "("
        + Preludes.engine("v8.js")
        + ")("
        + Preludes.WORLD
        + ","
        + names
        + ",'"
        + NAME
        + "');";
  }

  static String parser() {
    return "globalThis['\\0fractal'] = { __proto__: null, api: (" + Preludes.PARSER + ")() };";
  }
}
