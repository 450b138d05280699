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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
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
  private static final Duration STRAIN = Duration.ofSeconds(1);
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final String name = "worker-" + NUMBERS.incrementAndGet();
  private final Process process;
  private final OutputStream out;
  private final BiConsumer<WorkerProcess, WorkerEnd> ended;
  private final CompletableFuture<String> ready = new CompletableFuture<>();
  private final OpenRequests waiting = new OpenRequests();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong kernels = new AtomicLong();
  private final ReentrantLock sending = new ReentrantLock();
  private final AtomicInteger unanswered = new AtomicInteger();
  private final WorkerRoom room;
  private volatile @Nullable ResidentMemory resident;
  private volatile boolean finishing;
  private volatile long heaviest;
  private final Fullness fullness;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable WorkerEnd wanted;

  /** Starts it; the thread that does so has to live for as long as it: it dies with its parent. */
  WorkerProcess(List<String> command, WorkerRoom room, BiConsumer<WorkerProcess, WorkerEnd> ended)
      throws IOException {
    this.room = room;
    fullness = new Fullness(room.memory());
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
      resident = new ResidentMemory(process.toHandle());
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
   * @throws WorkerEndedException if the worker ended before it answered
   */
  Answer ask(Request request) throws WorkerEndedException {
    Frame frame = room.frames().of(request);
    var answer = waiting.add(request);
    send(frame);
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WorkerEndedException why) {
        throw why;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      kill(WorkerEnd.closed());
      Thread.currentThread().interrupt();
      throw new WorkerEndedException(WorkerEnd.closed(), request.id(), false);
    }
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
      int code = exitCode();
      WorkerEnd told = wanted;
      over(told == null ? WorkerEnd.exit(code) : told);
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
      case Answer.Heaviest(long request) -> heaviest = request;
      case Answer.Stuck(long request, var limit) ->
          kill(
              request == heaviest
                  ? WorkerEnd.memory(room.memory(), request)
                  : WorkerEnd.stuck(request, limit));
      case Answer.Done _,
          Answer.Outcome _,
          Answer.Changes _,
          Answer.Unrestored _,
          Answer.Limited _,
          Answer.Evicted _,
          Answer.Defect _ ->
          waiting.answered(answer);
    }
  }

  /** Nobody waits until the system has cleared away what the process held. */
  private void over(WorkerEnd why) {
    if (over.compareAndSet(false, true)) {
      ready.completeExceptionally(new IOException(why.sentence()));
      waiting.fail(why, kernels.get());
      ended.accept(this, why);
    }
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
    over(why);
  }

  boolean isAlive() {
    return !over.get() && wanted == null && process.isAlive();
  }

  /** Whether a cell has run for so long that it may be one that has no end. */
  boolean isStrained() {
    return waiting.hasOlder(STRAIN);
  }

  /** Has the cell ended that holds most. */
  private void relieve() {
    if (sending.tryLock()) {
      try {
        write(room.frames().of(new Request.Relieve(nextNumber())));
      } finally {
        sending.unlock();
      }
    }
  }

  /** Looks at what it holds and does what follows from it. */
  void weigh() {
    boolean named = waiting.contains(heaviest);
    switch (fullness.after(waiting.isBusy() ? resident() : 0, kernels.get() > 1, named)) {
      case RELIEVE -> relieve();
      case END -> kill(WorkerEnd.memory(room.memory(), named ? heaviest : 0));
      case NONE -> {}
    }
  }

  /** Asks for a sign of life; says how often it was asked since the last one. */
  int ping() {
    if (sending.tryLock()) {
      try {
        var ping = new Request.Ping(nextNumber());
        var _ = waiting.add(ping);
        write(room.frames().of(ping));
      } finally {
        sending.unlock();
      }
    }
    return unanswered.incrementAndGet();
  }

  /** A request that takes longer than it can. */
  OptionalLong overdue() {
    return waiting.overdue(room);
  }

  /** Closes a kernel; it is there until that is done, with all that it holds. */
  void close(long kernel) {
    var closing = new Request.Close(nextNumber(), kernel);
    var _ = waiting.add(closing).whenComplete((_, _) -> kernels.decrementAndGet());
    send(room.frames().of(closing));
  }

  /** The most resident bytes that it may have. */
  long most() {
    return room.memory();
  }

  /** Resident bytes when they were last read. */
  long lastResident() {
    ResidentMemory known = resident;
    return known == null ? 0 : known.last();
  }

  /** Resident bytes, read now, 0 where nobody tells. */
  long resident() {
    ResidentMemory known = resident;
    return known == null ? 0 : known.read();
  }

  AtomicLong kernels() {
    return kernels;
  }

  @Override
  public String toString() {
    return name;
  }
}
