package dev.fractal.kernel;

import java.util.Set;

/**
 * What a session's cells may ask of the host.
 *
 * @param functions names of host functions, e.g. {@code lm}; the others do not exist for cells
 * @param fanOut child sessions that one call may ask for; the kernel's own limit holds when lower
 */
public record Granted(Set<String> functions, int fanOut) {
  /** Nothing. */
  public static final Granted NOTHING = new Granted(Set.of(), 0);

  public Granted {
    functions = Set.copyOf(functions);
  }

  /** The functions, as far as the kernel's own limits carry them. */
  public static Granted of(String... functions) {
    return new Granted(Set.of(functions), Integer.MAX_VALUE);
  }
}
