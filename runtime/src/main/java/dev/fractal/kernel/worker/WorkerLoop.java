package dev.fractal.kernel.worker;

import dev.fractal.kernel.Cell;
import dev.fractal.kernel.CellOutcome;
import dev.fractal.kernel.CellOutcome.Limit;
import dev.fractal.kernel.InputText;
import dev.fractal.kernel.Kernel;
import dev.fractal.kernel.KernelLimitException;
import dev.fractal.kernel.KernelLimits;
import dev.fractal.kernel.KernelLostException;
import dev.fractal.kernel.KernelRestoreException;
import dev.fractal.kernel.Opening;
import dev.fractal.kernel.guest.Engine;
import dev.fractal.kernel.guest.GuestKernelFactory;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves a node's requests until its pipe ends; kernels are evaluated side by side. */
final class WorkerLoop {
  /** Bytes of an evaluating thread's stack: more than any engine lets a cell use. */
  private static final long STACK = 16 << 20;

  /** A cell that is evaluated again, a restore and a walk never have less than the first time. */
  private static final long DEEP_STACK = 2 * STACK;

  private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);
  private static final int CANNOT_STOP = 3;

  private final Engine engine;
  private final GuestKernelFactory kernels;
  private final DataInputStream in;
  private final OutputStream out;
  private final Map<Long, Kernel> open = new ConcurrentHashMap<>();
  private final Map<Thread, Long> evaluating = new ConcurrentHashMap<>();
  private final MappedInputs inputs = new MappedInputs();
  private final Set<Long> replaying = ConcurrentHashMap.newKeySet();
  private final FreedMemory freed = new FreedMemory();
  private final Frames frames;
  private final ExecutorService live = threads("cells-", STACK);
  private final ExecutorService again = threads("again-", DEEP_STACK);

  WorkerLoop(
      Engine engine, KernelLimits limits, Frames frames, DataInputStream in, OutputStream out) {
    this.frames = frames;
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
      } else if (taken instanceof Request.Relieve) {
        live.execute(this::relieve);
      } else {
        threads(taken).execute(() -> serve(taken));
      }
    }
  }

  private static ExecutorService threads(String name, long stack) {
    return Executors.newCachedThreadPool(
        Thread.ofPlatform().name(name, 0).stackSize(stack).daemon().factory());
  }

  private ExecutorService threads(Request request) {
    return switch (request) {
      case Request.Evaluate cell -> {
        if (cell.replayed()) {
          replaying.add(cell.kernel());
        } else {
          replaying.remove(cell.kernel());
        }
        yield cell.replayed() ? again : live;
      }
      case Request.Resume(long _, long kernel, var _, var _, var _) ->
          replaying.contains(kernel) ? again : live;
      case Request.Close(long _, long kernel) -> {
        replaying.remove(kernel);
        yield live;
      }
      case Request.Open _, Request.Walk _, Request.Ping _, Request.Relieve _ -> again;
    };
  }

  private @Nullable Request next() throws IOException {
    return frames.read(in, Request.class);
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
    } catch (KernelLostException e) {
      close(evicted(request));
      return new Answer.Evicted(id, String.valueOf(e.getMessage()));
    } catch (RuntimeException | Error e) {
      LOG.error("request {} has no answer", id, e);
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
      case Request.Evaluate cell -> {
        Kernel kernel = kernel(cell.kernel());
        yield told(cell.id(), kernel, kernel.evaluate(cell(cell)), cell.look());
      }
      case Request.Resume(long id, long number, var results, var moment, var look) -> {
        Kernel kernel = kernel(number);
        yield told(id, kernel, kernel.resume(results, moment), look);
      }
      case Request.Walk(long id, long kernel, boolean save) -> walked(id, kernel(kernel), save);
      case Request.Close(long id, long kernel) -> {
        close(kernel);
        yield new Answer.Done(id);
      }
      case Request.Ping(long id) -> new Answer.Done(id);
      case Request.Relieve _ -> null;
    };
  }

  private void close(long kernel) {
    Kernel closed = open.remove(kernel);
    if (closed != null) {
      closed.close();
      freed.closed();
    }
  }

  /** The kernel whose cell was ended for the sake of others; it holds nothing from here on. */
  private static long evicted(Request request) {
    return switch (request) {
      case Request.Open open -> open.kernel();
      case Request.Evaluate evaluate -> evaluate.kernel();
      case Request.Resume resume -> resume.kernel();
      case Request.Walk walk -> walk.kernel();
      case Request.Close close -> close.kernel();
      case Request.Ping _, Request.Relieve _ -> 0;
    };
  }

  private static Answer told(long id, Kernel kernel, CellOutcome outcome, Request.Look look) {
    boolean over =
        switch (outcome) {
          case CellOutcome.Completed _ -> look.last();
          case CellOutcome.Final _, CellOutcome.Threw _ -> look.wanted();
          case CellOutcome.Suspended _, CellOutcome.LimitExceeded _ -> false;
        };
    return new Answer.Outcome(id, outcome, over ? walkedAfter(id, kernel, outcome, look) : null);
  }

  private static Answer walkedAfter(
      long id, Kernel kernel, CellOutcome outcome, Request.Look look) {
    try {
      return walked(id, kernel, look.save() || outcome instanceof CellOutcome.Final);
    } catch (KernelLimitException e) {
      return new Answer.Limited(id, e.limit(), String.valueOf(e.getMessage()));
    }
  }

  private static Answer walked(long id, Kernel kernel, boolean save) {
    return new Answer.Changes(id, save ? kernel.save() : kernel.changes(), save);
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

  private void relieve() {
    kernels.relieve().map(evaluating::get).ifPresent(request -> say(new Answer.Heaviest(request)));
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
    Frame frame = frame(answer);
    try {
      synchronized (out) {
        frame.writeTo(out);
      }
    } catch (IOException e) {
      // The node is gone.
      Runtime.getRuntime().halt(1);
    }
  }

  private Frame frame(Answer answer) {
    try {
      return frames.of(answer);
    } catch (KernelLimitException e) {
      return frames.of(new Answer.Limited(answer.id(), e.limit(), String.valueOf(e.getMessage())));
    }
  }
}
