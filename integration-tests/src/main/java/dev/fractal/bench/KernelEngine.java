package dev.fractal.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.graal.GraalEngine;
import dev.fractal.kernel.v8.V8Engine;
import dev.fractal.kernel.v8.V8Library;
import dev.fractal.kernel.worker.WorkerKernels;
import dev.fractal.kernel.worker.WorkerSettings;
import java.util.Locale;

/** What the measured kernels run on. */
enum KernelEngine {
  V8(V8Engine.NAME),
  GRAALJS(GraalEngine.NAME);

  /** Nothing starts beside what is measured. */
  private static final Config SINGLE =
      ConfigFactory.parseString("fractal.kernel.workers { count = 1, spare = off }");

  private final String inStamps;

  KernelEngine(String inStamps) {
    this.inStamps = inStamps;
  }

  /** Kernels in a new worker process, which has evaluated nothing yet. */
  KernelFactory fresh(Config config) {
    return WorkerKernels.started(
        label(),
        inStamps,
        KernelConfig.limits(config),
        WorkerSettings.from(SINGLE.withFallback(config)));
  }

  /** The engine of this name; {@code auto} is V8 wherever this build has it. */
  static KernelEngine of(String name) {
    return switch (name) {
      case "v8" -> V8;
      case "graaljs" -> GRAALJS;
      case "auto" -> V8Library.isThere() ? V8 : GRAALJS;
      default ->
          throw new BenchException("--engine " + name + " is unknown; use auto, v8 or graaljs");
    };
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
