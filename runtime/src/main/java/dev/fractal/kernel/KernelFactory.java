package dev.fractal.kernel;

import java.util.Map;

/** Opens kernels; safe for use by several threads. */
public interface KernelFactory extends AutoCloseable {
  /** Names the kernel and its snapshot format; a session keeps the stamp that it started with. */
  String stamp();

  /**
   * Opens a REPL with restored variables.
   *
   * @param variables canonical form by name, as {@link VariableChanges} gave it; a later {@link
   *     Kernel#changes} of an untouched kernel is empty
   * @param granted what cells may ask of the host
   * @throws KernelRestoreException if the variables cannot be restored within the limits
   */
  Kernel open(Map<String, String> variables, Granted granted);

  @Override
  void close();
}
