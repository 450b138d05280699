package dev.fractal.kernel.worker;

import dev.fractal.kernel.KernelLostException;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
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
  private final ReentrantLock sending = new ReentrantLock();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final Room room;
  private volatile @Nullable Path statm;
  private volatile long lastResident;
  private volatile boolean finishing;
  private volatile @Nullable WorkerEnd end;
  private volatile @Nullable WorkerEnd wanted;

  private record Waiting(Request request, CompletableFuture<Answer> answer, long since) {
    Waiting(Request request) {
      this(request, new CompletableFuture<>(), System.nanoTime());
    }
  }

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

  /**
   * What a worker may take.
   *
   * @param memory resident bytes
   * @param live wall time of a cell that is evaluated for the first time
   * @param again wall time of every other request
   * @param frames what goes to it and comes from it
   */
  record Room(long memory, Duration live, Duration again, Frames frames) {}

  /** Starts it; the thread that does so has to live for as long as it: it dies with its parent. */
  WorkerProcess(List<String> command, Room room, BiConsumer<WorkerProcess, WorkerEnd> ended)
      throws IOException {
    this.room = room;
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
      String engine = ready.get(seconds, TimeUnit.SECONDS);
      statm = Path.of("/proc/" + innermost(process.toHandle()).pid() + "/statm");
      return engine;
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

  /**
   * Waits for the answer.
   *
   * @throws dev.fractal.kernel.KernelLimitException if the request is too long
   * @throws Ended if the worker ended before it answered
   */
  Answer ask(Request request) throws Ended {
    Frame frame = room.frames().of(request);
    var slot = new Waiting(request);
    waiting.put(request.id(), slot);
    send(frame);
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
    send(room.frames().of(request));
  }

  private void send(Frame frame) {
    sending.lock();
    try {
      write(frame);
    } finally {
      sending.unlock();
    }
  }

  private void write(Frame frame) {
    try {
      frame.writeTo(out);
    } catch (IOException e) {
      LOG.debug("{} takes no request: {}", name, e.toString());
      process.destroyForcibly();
    }
  }

  private void listen() {
    try (var in = new DataInputStream(new BufferedInputStream(heard(), 1 << 16))) {
      for (Answer answer = next(in); answer != null; answer = next(in)) {
        take(answer);
      }
    } catch (IOException e) {
      LOG.debug("{} has no more answers: {}", name, e.toString());
    } finally {
      if (!finishing) {
        process.destroyForcibly();
      }
      over();
    }
  }

  /** Its answers; every piece of one is a sign of life. */
  private InputStream heard() {
    return new FilterInputStream(process.getInputStream()) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        unanswered.set(0);
        return read;
      }
    };
  }

  private @Nullable Answer next(DataInputStream in) throws IOException {
    return room.frames().read(in, Answer.class);
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
    boolean single = evaluating == 1 && (!why.isShared() || kernels.get() <= 1);
    waiting.values().forEach(slot -> fail(slot, why, single));
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

  /** Lets it end what it does and end itself. */
  void finish(long seconds) throws IOException, InterruptedException {
    finishing = true;
    out.close();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new IOException("the worker did not end within " + seconds + " s");
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

  /** Asks for a sign of life; says how often it was asked since the last one. */
  int ping() {
    if (sending.tryLock()) {
      try {
        var ping = new Request.Ping(nextNumber());
        waiting.put(ping.id(), new Waiting(ping));
        write(room.frames().of(ping));
      } finally {
        sending.unlock();
      }
    }
    return unanswered.incrementAndGet();
  }

  /** A request that takes longer than it can. */
  OptionalLong overdue() {
    long now = System.nanoTime();
    return waiting.values().stream()
        .filter(slot -> now - slot.since() > patience(slot.request()).toNanos())
        .mapToLong(slot -> slot.request().id())
        .findFirst();
  }

  private Duration patience(Request request) {
    return request instanceof Request.Evaluate cell && !cell.replayed()
        ? room.live()
        : room.again();
  }

  /** The most resident bytes that it may have. */
  long most() {
    return room.memory();
  }

  /** Resident bytes when they were last read. */
  long lastResident() {
    return lastResident;
  }

  /** Resident bytes, read now, 0 where nobody tells. */
  long resident() {
    long now = readResident();
    lastResident = now;
    return now;
  }

  private long readResident() {
    Path figures = statm;
    if (figures == null) {
      return 0;
    }
    try {
      return Long.parseLong(Files.readString(figures).strip().replaceFirst("\\d+ (\\d+).*", "$1"))
          * PAGE;
    } catch (IOException e) {
      LOG.trace("{} is gone or this system has no statm", name);
      return 0;
    }
  }

  /** The virtual machine inside of what wraps it. */
  private static ProcessHandle innermost(ProcessHandle outer) {
    return outer.children().findFirst().map(WorkerProcess::innermost).orElse(outer);
  }

  AtomicLong kernels() {
    return kernels;
  }

  @Override
  public String toString() {
    return name;
  }
}
