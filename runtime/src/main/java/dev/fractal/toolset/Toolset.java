package dev.fractal.toolset;

import java.util.List;

/**
 * Functions that cells call as {@code namespace.function(argument)}. A port: found by {@link
 * java.util.ServiceLoader}, handed to a node, or made from its configuration. Safe for use by
 * several threads; what it offers does not change while it is open.
 */
public interface Toolset extends AutoCloseable {
  /** Lower-case letters, digits and {@code _}, a letter first; no name of the language. */
  String namespace();

  List<ToolFunction> functions();

  /** Equal exactly for toolsets that cells cannot tell apart by what they offer. */
  default String stamp() {
    return ToolFunction.stamp(functions());
  }

  /**
   * Calls a function; may block, and is interrupted when nobody waits for it any more. It may be
   * called again with the same arguments after a crash.
   *
   * @param arguments JSON text of the argument, which fits the function's schema
   * @return JSON text of the result
   * @throws ToolFailure with one sentence for the cell
   */
  String call(String function, String arguments) throws ToolFailure, InterruptedException;

  @Override
  default void close() {}
}
