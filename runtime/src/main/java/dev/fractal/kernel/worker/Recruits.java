package dev.fractal.kernel.worker;

import dev.fractal.kernel.KernelLimits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Starts workers, shared ones and roomier ones for a single session. */
record Recruits(String engine, KernelLimits limits, WorkerSettings settings, WorkerPlace place) {
  private static final int STACK_KIB = 800;

  WorkerProcess started(boolean alone, BiConsumer<WorkerProcess, WorkerEnd> ended)
      throws IOException {
    int times = alone ? settings.roomier() : 1;
    var options = new ArrayList<>(place.options());
    options.add("-Dfractal.v8.stack=" + STACK_KIB * times);
    List<String> command =
        WorkerProgram.command(
            engine, settings.heap() * times, options, WorkerMain.arguments(engine, roomy(times)));
    return new WorkerProcess(place.wrapping().around(command), ended);
  }

  private KernelLimits roomy(int times) {
    return new KernelLimits(
        limits.cpuTime(),
        limits.heap() * times,
        limits.buffers() * times,
        limits.output(),
        limits.hostCalls(),
        limits.fanOut(),
        limits.stringLength(),
        limits.replayFactor() * times);
  }

  /** Resident bytes beyond which a worker is ended. */
  long memory(boolean alone) {
    return settings.memory() * (alone ? settings.roomier() : 1);
  }
}
