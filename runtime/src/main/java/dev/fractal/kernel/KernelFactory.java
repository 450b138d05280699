package dev.fractal.kernel;

import java.util.Map;
import java.util.Optional;

/** Opens kernels; safe for use by several threads. */
public interface KernelFactory extends AutoCloseable {
  /**
   * Names the engine and the form of its saves, e.g. {@code v8-14.7/2}. A session keeps the stamp
   * that it started with, and changes it only at a head.
   */
  String stamp();

  /** Whether kernels of this stamp can be opened here. */
  default boolean opens(String stamp) {
    return stamp.equals(stamp());
  }

  /**
   * Opens a REPL with restored variables; a later {@link Kernel#changes} of an untouched kernel is
   * empty.
   *
   * @throws KernelRestoreException if the variables cannot be restored within the limits
   * @throws KernelLostException if the process that opened it ended
   */
  Kernel open(Opening opening);

  /** Opens a REPL of this factory's own stamp beside others. */
  default Kernel open(Map<String, String> variables, Granted granted) {
    return open(new Opening(variables, granted, stamp(), Opening.Room.SHARED));
  }

  /** Why nothing can be evaluated now, in one sentence; empty when something can. */
  default Optional<String> problem() {
    return Optional.empty();
  }

  /** Whether open kernels hold so much memory that those which no cell uses should be closed. */
  default boolean isCrowded() {
    return false;
  }

  /**
   * Tells who listens of processes that start from now on, that are there already, and that end.
   */
  default void tell(WorkerNews news) {}

  @Override
  void close();
}
