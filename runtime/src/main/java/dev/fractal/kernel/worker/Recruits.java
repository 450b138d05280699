package dev.fractal.kernel.worker;

import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.KernelLostException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * Starts workers, shared ones and roomier ones for a single session, from one thread that lives for
 * as long as they do: the system ends them when it is gone.
 */
final class Recruits implements AutoCloseable {
  private static final int STACK_KIB = 800;

  /** Waiting and reading inputs may take this many times the processor time of a cell. */
  private static final int LIVE_FACTOR = 36;

  /** What is done again has the processor time of a replay, on a machine as crowded as this. */
  private static final int AGAIN_FACTOR = 6;

  private final String engine;
  private final KernelLimits limits;
  private final WorkerSettings settings;
  private final WorkerPlace place;
  private final ExecutorService parent =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("workers-parent").factory());

  Recruits(String engine, KernelLimits limits, WorkerSettings settings, WorkerPlace place) {
    this.engine = engine;
    this.limits = limits;
    this.settings = settings;
    this.place = place;
  }

  WorkerProcess started(boolean alone, BiConsumer<WorkerProcess, WorkerEnd> ended)
      throws IOException {
    int times = alone ? settings.roomier() : 1;
    WorkerRoom room = room(times);
    var options = new ArrayList<>(place.options());
    options.add("-Dfractal.v8.stack=" + STACK_KIB * times);
    List<String> command =
        WorkerProgram.command(
            engine,
            settings.heap() * times,
            options,
            WorkerMain.arguments(engine, roomy(times), room.frames()));
    return born(place.wrapping().around(command), room, ended);
  }

  private WorkerProcess born(
      List<String> command, WorkerRoom room, BiConsumer<WorkerProcess, WorkerEnd> ended)
      throws IOException {
    try {
      return parent.submit(() -> new WorkerProcess(command, room, ended)).get();
    } catch (ExecutionException e) {
      throw new IOException("no process can be started: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelLostException("a worker was waited for no longer", false);
    }
  }

  private WorkerRoom room(int times) {
    var live = limits.cpuTime().multipliedBy(LIVE_FACTOR);
    var again = limits.cpuTime().multipliedBy((long) AGAIN_FACTOR * limits.replayFactor() * times);
    long smaller = Math.min(settings.heap() * times, Runtime.getRuntime().maxMemory());
    return new WorkerRoom(
        settings.memory() * times,
        live,
        again.compareTo(live) > 0 ? again : live,
        Frames.of(smaller));
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

  /** After the workers have ended. */
  @Override
  public void close() {
    parent.shutdown();
  }
}
