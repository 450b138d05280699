package dev.fractal.gate;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the system shows of this process to others of the same user. */
final class NodeMemory {
  private static final Logger LOG = LoggerFactory.getLogger(NodeMemory.class);
  private static final int SET_DUMPABLE = 4;

  private NodeMemory() {}

  /**
   * Closes environment, memory and descriptors of this process to whoever is not root; for the rest
   * of its life. False when the system does not know how.
   */
  @SuppressWarnings("restricted") // one number goes to the system, no memory is shared
  static boolean hidden() {
    try {
      var linker = Linker.nativeLinker();
      var prctl =
          linker.downcallHandle(
              linker.defaultLookup().find("prctl").orElseThrow(),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG),
              Linker.Option.firstVariadicArg(1));
      return (int) prctl.invokeExact(SET_DUMPABLE, 0L) == 0;
    } catch (Throwable e) {
      LOG.warn("this process cannot be closed to programs of the same user: {}", e.toString());
      return false;
    }
  }
}
