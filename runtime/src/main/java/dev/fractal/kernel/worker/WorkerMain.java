package dev.fractal.kernel.worker;

import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.graal.GraalEngine;
import dev.fractal.kernel.guest.Engine;
import dev.fractal.kernel.v8.V8Engine;
import dev.fractal.kernel.v8.V8Library;
import java.io.DataInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;

/**
 * Main class of a worker: evaluates for the node at the other end of its pipes, and ends when they
 * do. Arguments: engine, then the numbers of {@link KernelLimits} in their order, and the bytes of
 * the longest frame.
 */
public final class WorkerMain {
  private WorkerMain() {}

  /** Does not return; standard output belongs to the frames alone. */
  public static void main(String[] args) {
    var out = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err);
    KernelLimits limits = limits(args);
    var frames = new Frames(Integer.parseInt(args[9]));
    try {
      Engine engine = args[0].equals("v8") ? new V8Engine(limits) : new GraalEngine();
      var in = new DataInputStream(new FileInputStream(FileDescriptor.in));
      new WorkerLoop(engine, limits, frames, in, out).run();
      if (Boolean.getBoolean(V8Library.TRAINING)) {
        System.exit(0); // what it has learned is written on the way
      }
      Runtime.getRuntime().halt(0);
    } catch (IOException | RuntimeException | Error e) {
      System.err.println("the worker ends: " + e);
      Runtime.getRuntime().halt(1);
    }
  }

  private static KernelLimits limits(String[] args) {
    return new KernelLimits(
        Duration.ofMillis(Long.parseLong(args[1])),
        Long.parseLong(args[2]),
        Long.parseLong(args[3]),
        Integer.parseInt(args[4]),
        Integer.parseInt(args[5]),
        Integer.parseInt(args[6]),
        Integer.parseInt(args[7]),
        Integer.parseInt(args[8]));
  }

  /** The arguments that bring these limits. */
  static String[] arguments(String engine, KernelLimits limits, Frames frames) {
    return new String[] {
      engine,
      Long.toString(limits.cpuTime().toMillis()),
      Long.toString(limits.heap()),
      Long.toString(limits.buffers()),
      Integer.toString(limits.output()),
      Integer.toString(limits.hostCalls()),
      Integer.toString(limits.fanOut()),
      Integer.toString(limits.stringLength()),
      Integer.toString(limits.replayFactor()),
      Integer.toString(frames.longest())
    };
  }
}
