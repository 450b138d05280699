package dev.fractal.kernel;

import java.util.Map;

/**
 * How a kernel is opened.
 *
 * @param variables canonical form by name, as {@link VariableChanges} gave it
 * @param granted what cells may ask of the host
 * @param stamp the engine and form that the session began with, see {@link KernelFactory#stamp}
 * @param room where it runs
 */
public record Opening(Map<String, String> variables, Granted granted, String stamp, Room room) {
  /** Where a kernel runs. */
  public enum Room {
    /** Beside those of other sessions. */
    SHARED,
    /** In a process of its own that is like a shared one, and at once where one is ready. */
    APART,
    /** In a process of its own, with more heap and stack than a shared one has. */
    ALONE
  }

  public Opening {
    variables = Map.copyOf(variables);
  }
}
