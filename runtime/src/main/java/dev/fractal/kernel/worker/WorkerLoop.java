package dev.fractal.kernel.worker;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome.Limit;
import dev.fractal.kernel.InputText;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.KernelLimitException;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.KernelRestoreException;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.guest.Engine;
import dev.fractal.kernel.guest.GuestKernelFactory;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Serves a node's requests until its pipe ends; kernels are evaluated side by side. */
final class WorkerLoop {
  /** Bytes of an evaluating thread's stack: more than any engine lets a cell use. */
  private static final long STACK = 16 << 20;

  private static final int CANNOT_STOP = 3;

  private final Engine engine;
  private final KernelFactory kernels;
  private final DataInputStream in;
  private final OutputStream out;
  private final Map<Long, Kernel> open = new ConcurrentHashMap<>();
  private final Map<Thread, Long> evaluating = new ConcurrentHashMap<>();
  private final MappedInputs inputs = new MappedInputs();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().name("cells-", 0).stackSize(STACK).daemon().factory());

  WorkerLoop(Engine engine, KernelLimits limits, DataInputStream in, OutputStream out) {
    this.engine = engine;
    this.kernels = new GuestKernelFactory(engine, limits, this::stuck);
    this.in = in;
    this.out = out;
  }

  void run() throws IOException {
    say(new Answer.Ready(0, engine.name()));
    for (Request request = next(); request != null; request = next()) {
      Request taken = request;
      if (taken instanceof Request.Ping(long id)) {
        say(new Answer.Done(id));
      } else {
        threads.execute(() -> serve(taken));
      }
    }
  }

  private @Nullable Request next() throws IOException {
    return Frames.read(in, Request.class);
  }

  private void serve(Request request) {
    evaluating.put(Thread.currentThread(), request.id());
    try {
      Answer answer = answered(request);
      evaluating.remove(Thread.currentThread());
      if (answer != null) {
        say(answer);
      }
    } finally {
      evaluating.remove(Thread.currentThread());
    }
  }

  private @Nullable Answer answered(Request request) {
    long id = request.id();
    try {
      return answer(request);
    } catch (KernelRestoreException e) {
      return new Answer.Unrestored(id, String.valueOf(e.getMessage()));
    } catch (KernelLimitException e) {
      return new Answer.Limited(id, e.limit(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return new Answer.Defect(id, e.toString());
    }
  }

  private @Nullable Answer answer(Request request) {
    return switch (request) {
      case Request.Open(long id, long kernel, var variables, var granted) -> {
        var room = Opening.Room.SHARED;
        open.put(kernel, kernels.open(new Opening(variables, granted, kernels.stamp(), room)));
        yield new Answer.Done(id);
      }
      case Request.Evaluate cell ->
          new Answer.Outcome(cell.id(), kernel(cell.kernel()).evaluate(cell(cell)));
      case Request.Resume(long id, long kernel, var results, var moment) ->
          new Answer.Outcome(id, kernel(kernel).resume(results, moment));
      case Request.Walk(long id, long kernel, boolean save) ->
          new Answer.Changes(id, save ? kernel(kernel).save() : kernel(kernel).changes());
      case Request.Close(long _, long kernel) -> {
        Kernel closed = open.remove(kernel);
        if (closed != null) {
          closed.close();
        }
        yield null;
      }
      case Request.Ping(long id) -> new Answer.Done(id);
    };
  }

  private Kernel kernel(long number) {
    Kernel kernel = open.get(number);
    if (kernel == null) {
      throw new IllegalStateException("the worker has no kernel " + number);
    }
    return kernel;
  }

  private Cell cell(Request.Evaluate cell) {
    var texts = new HashMap<String, InputText>();
    cell.inputs().forEach((name, copy) -> texts.put(name, inputs.of(copy)));
    return new Cell(cell.source(), cell.name(), cell.seed(), cell.moment(), texts, cell.replayed());
  }

  /** Nobody gets the thread back: the worker says whose it was and ends. */
  private void stuck(Thread thread, Limit limit) {
    Long request = evaluating.get(thread);
    if (request != null) {
      say(new Answer.Stuck(request, limit));
    }
    Runtime.getRuntime().halt(CANNOT_STOP);
  }

  private void say(Answer answer) {
    try {
      byte[] frame = Frames.of(answer);
      synchronized (out) {
        out.write(frame);
        out.flush();
      }
    } catch (IOException e) {
      // The node is gone, or could not take the answer: it starts another worker.
      Runtime.getRuntime().halt(1);
    }
  }
}
