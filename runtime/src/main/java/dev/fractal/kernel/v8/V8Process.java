package dev.fractal.kernel.v8;

import com.caoccao.javet.interop.V8Host;
import com.caoccao.javet.interop.options.V8Flags;
import com.caoccao.javet.interop.options.V8RuntimeOptions;
import dev.fractal.kernel.KernelLimits;
import java.util.logging.Level;
import java.util.logging.Logger;

/** V8 in this process: its flags are set once, before its first isolate. */
final class V8Process {
  /** KiB of stack that a cell may use; its thread has to have more. */
  static final int STACK = Integer.getInteger("fractal.v8.stack", 800);

  /** Whether this process makes the snapshots that a build keeps, with all code compiled. */
  static final boolean TRAINING = Boolean.getBoolean(V8Library.TRAINING);

  /** The parent of all of Javet's loggers, held here because nobody else does. */
  private static final Logger LOGS = Logger.getLogger("com.caoccao.javet");

  private static boolean started;

  private V8Process() {}

  static synchronized V8Host started(KernelLimits limits) {
    if (!started) {
      V8Library.locate();
      V8Flags flags = V8RuntimeOptions.V8_FLAGS;
      flags.setMaxHeapSize((int) (limits.heap() >> 20));
      flags.setCustomFlags(
          "--single-threaded-gc --stack-size="
              + STACK
              + " --no-harmony-shipping --no-js-shipping"
              + " --enable-experimental-regexp-engine-on-excessive-backtracks"
              + (TRAINING ? " --no-lazy" : ""));
      // No data file: what needs one is replaced in the preludes.
      flags.setIcuDataFile("");
      // Javet logs at every close that callbacks were not recycled; they go with their isolate.
      LOGS.setLevel(Level.OFF);
      started = true;
    }
    V8Host v8 = V8Host.getV8I18nInstance();
    v8.disableGCNotification();
    return v8;
  }
}
