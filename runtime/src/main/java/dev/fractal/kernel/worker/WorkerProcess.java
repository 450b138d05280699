package dev.fractal.kernel.worker;

import dev.fractal.kernel.KernelLostException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running worker: requests in, answers out, and what became of it. Safe for any thread. */
final class WorkerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final long PAGE = 4096;

  private final String name = "worker-" + NUMBERS.incrementAndGet();
  private final Process process;
  private final OutputStream out;
  private final BiConsumer<WorkerProcess, WorkerEnd> ended;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong kernels = new AtomicLong();
  private volatile long heard = System.nanoTime();
  private volatile @Nullable WorkerEnd end;
  private volatile @Nullable WorkerEnd wanted;

  private record Waiting(Request request, CompletableFuture<Answer> answer) {}

  /** Thrown to who waits when the worker has ended. */
  static final class Ended extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient WorkerEnd end;
    private final boolean alone;
    private final long request;

    Ended(WorkerEnd end, long request, boolean alone) {
      super(end.sentence());
      this.end = end;
      this.request = request;
      this.alone = alone;
    }

    WorkerEnd end() {
      return end;
    }

    /** Whether this request has ended the worker, beyond doubt. */
    boolean isGuilty() {
      return end.guilty() == 0 ? alone && end.isOwnDoing() : end.guilty() == request;
    }

    KernelLostException lost() {
      return new KernelLostException(
          "the kernel is lost: " + end.sentence(), end.suspicious() && end.guilty() == 0);
    }
  }

  WorkerProcess(List<String> command, BiConsumer<WorkerProcess, WorkerEnd> ended)
      throws IOException {
    var builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
    builder.environment().clear();
    builder.environment().put("TZ", "UTC");
    builder.environment().put("LC_ALL", "C.UTF-8");
    process = builder.start();
    out = process.getOutputStream();
    this.ended = ended;
    Thread.ofPlatform().daemon().name(name + "-answers").start(this::listen);
    Thread.ofPlatform().daemon().name(name + "-errors").start(this::log);
  }

  /** Waits until it can evaluate; gives the name of its engine. */
  String awaitReady(long seconds) {
    try {
      return ready.get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      kill(WorkerEnd.silent());
      throw new KernelLostException("a worker did not start: " + e.getMessage(), false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelLostException("a worker was waited for no longer", false);
    }
  }

  long nextNumber() {
    return requests.incrementAndGet();
  }

  Answer ask(Request request) throws Ended {
    var slot = new Waiting(request, new CompletableFuture<>());
    waiting.put(request.id(), slot);
    send(request);
    WorkerEnd over = end;
    if (over != null) {
      fail(slot, over, false);
    }
    try {
      return slot.answer().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Ended why) {
        throw why;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      kill(WorkerEnd.closed());
      Thread.currentThread().interrupt();
      throw new Ended(WorkerEnd.closed(), request.id(), false);
    }
  }

  /** Sends without waiting; what cannot be sent is found out by the end of the answers. */
  void send(Request request) {
    try {
      byte[] frame = Frames.of(request);
      synchronized (out) {
        out.write(frame);
        out.flush();
      }
    } catch (IOException e) {
      LOG.debug("{} takes no request: {}", name, e.toString());
      process.destroyForcibly();
    }
  }

  private void listen() {
    try (var in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16))) {
      for (Answer answer = next(in); answer != null; answer = next(in)) {
        heard = System.nanoTime();
        take(answer);
      }
    } catch (IOException e) {
      LOG.debug("{} has no more answers: {}", name, e.toString());
    }
    process.destroyForcibly();
    over();
  }

  private static @Nullable Answer next(DataInputStream in) throws IOException {
    return Frames.read(in, Answer.class);
  }

  private void take(Answer answer) {
    switch (answer) {
      case Answer.Ready(long _, String engine) -> ready.complete(engine);
      case Answer.Stuck(long request, var limit) -> wanted = WorkerEnd.stuck(request, limit);
      case Answer.Done _,
          Answer.Outcome _,
          Answer.Changes _,
          Answer.Unrestored _,
          Answer.Limited _,
          Answer.Defect _ -> {
        Waiting slot = waiting.remove(answer.id());
        if (slot != null) {
          slot.answer().complete(answer);
        }
      }
    }
  }

  private void over() {
    int code = exitCode();
    WorkerEnd told = wanted;
    WorkerEnd why = told == null ? WorkerEnd.exit(code) : told;
    end = why;
    ready.completeExceptionally(new IOException(why.sentence()));
    long evaluating = waiting.values().stream().filter(WorkerProcess::evaluates).count();
    waiting.values().forEach(slot -> fail(slot, why, evaluating == 1));
    waiting.clear();
    ended.accept(this, why);
  }

  private static boolean evaluates(Waiting slot) {
    return !(slot.request() instanceof Request.Ping);
  }

  private static void fail(Waiting slot, WorkerEnd why, boolean alone) {
    slot.answer().completeExceptionally(new Ended(why, slot.request().id(), alone));
  }

  private int exitCode() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** What a worker complains about is told by its node. */
  private void log() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        LOG.debug("{}: {}", name, line);
      }
    } catch (IOException e) {
      LOG.debug("{} says no more: {}", name, e.toString());
    }
  }

  /** Ends it at once. */
  void kill(WorkerEnd why) {
    if (wanted == null) {
      wanted = why;
    }
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  boolean isAlive() {
    return end == null && wanted == null && process.isAlive();
  }

  /** Whether a kernel of it works. */
  boolean isBusy() {
    return waiting.values().stream().anyMatch(WorkerProcess::evaluates);
  }

  /** Nanoseconds since it was heard of. */
  long silence() {
    return System.nanoTime() - heard;
  }

  /** Asks for a sign of life. */
  void ping() {
    var ping = new Request.Ping(nextNumber());
    waiting.put(ping.id(), new Waiting(ping, new CompletableFuture<>()));
    send(ping);
  }

  /** Resident bytes, 0 where nobody tells. */
  long resident() {
    long most = 0;
    for (ProcessHandle handle : handles()) {
      try {
        String statm = Files.readString(Path.of("/proc/" + handle.pid() + "/statm"));
        most =
            Math.max(
                most, Long.parseLong(statm.strip().replaceFirst("\\d+ (\\d+).*", "$1")) * PAGE);
      } catch (IOException e) {
        LOG.trace("{} is gone or has no statm", handle);
      }
    }
    return most;
  }

  private List<ProcessHandle> handles() {
    var all = new java.util.ArrayList<ProcessHandle>(process.descendants().toList());
    all.add(process.toHandle());
    return all;
  }

  AtomicLong kernels() {
    return kernels;
  }

  @Override
  public String toString() {
    return name;
  }
}
