package dev.fractal.bench;

import dev.fractal.protocol.SessionId;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** So many sessions that run turn after turn, each asked by a thread of its own. */
final class Crowd implements Subject {
  private final BenchNode node;
  private final Supplier<String> messages;
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<SessionId> sessions;
  private final List<Future<?>> runs;
  private final LongSupplier counter;
  private final long before;
  private volatile boolean enough;

  /**
   * Starts the sessions, runs a turn in each, and goes on.
   *
   * @param messages what the turns are asked, for use by several threads
   */
  Crowd(BenchNode node, int sessions, Supplier<String> messages) {
    this(node, sessions, messages, node.kernels().meter()::steps);
  }

  /** The same with the steps counted elsewhere. */
  Crowd(BenchNode node, int sessions, Supplier<String> messages, LongSupplier counter) {
    this.node = node;
    this.messages = messages;
    this.counter = counter;
    this.sessions = IntStream.range(0, sessions).mapToObj(_ -> node.session("bench")).toList();
    this.sessions.stream().map(session -> turn(session)).toList().forEach(Crowd::join);
    this.before = counter.getAsLong();
    this.runs = this.sessions.stream().<Future<?>>map(this::turns).toList();
  }

  private Future<?> turn(SessionId session) {
    return callers.submit(() -> node.turn(session, messages.get()));
  }

  private Future<?> turns(SessionId session) {
    return callers.submit(
        () -> {
          while (!enough) {
            node.turn(session, messages.get());
          }
        });
  }

  @Override
  public long steps() {
    return counter.getAsLong() - before;
  }

  @Override
  public void close() {
    enough = true;
    runs.forEach(Crowd::join);
    callers.close();
    sessions.forEach(node::sleep);
  }

  private static void join(Future<?> run) {
    try {
      run.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("the benchmark was interrupted", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BenchException known
          ? known
          : new BenchException("a measured turn failed: " + e.getCause(), e);
    }
  }
}
