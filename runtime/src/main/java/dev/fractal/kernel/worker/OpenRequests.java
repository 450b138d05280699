package dev.fractal.kernel.worker;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The requests of one worker that wait for their answers. Safe for any thread. */
final class OpenRequests {
  private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
  private volatile @Nullable WorkerEnd end;

  private record Waiting(Request request, CompletableFuture<Answer> answer, long since) {
    boolean evaluates() {
      return !(request instanceof Request.Ping || request instanceof Request.Close);
    }

    void fail(WorkerEnd why, boolean alone) {
      answer.completeExceptionally(new WorkerEndedException(why, request.id(), alone));
    }
  }

  /** The answer to come; it fails with {@link WorkerEndedException} when the worker has ended. */
  CompletableFuture<Answer> add(Request request) {
    var slot = new Waiting(request, new CompletableFuture<>(), System.nanoTime());
    waiting.put(request.id(), slot);
    WorkerEnd over = end;
    if (over != null) {
      waiting.remove(request.id());
      slot.fail(over, false);
    }
    return slot.answer();
  }

  void answered(Answer answer) {
    Waiting slot = waiting.remove(answer.id());
    if (slot != null) {
      slot.answer().complete(answer);
    }
  }

  /**
   * The worker has ended; nothing is waited for any longer.
   *
   * @param kernels that it had
   */
  void fail(WorkerEnd why, long kernels) {
    end = why;
    long evaluating = waiting.values().stream().filter(Waiting::evaluates).count();
    boolean single = evaluating == 1 && (!why.isShared() || kernels <= 1);
    waiting.values().forEach(slot -> slot.fail(why, single));
    waiting.clear();
  }

  /** Whether a kernel works. */
  boolean isBusy() {
    return waiting.values().stream().anyMatch(Waiting::evaluates);
  }

  boolean contains(long request) {
    return waiting.containsKey(request);
  }

  /** Whether one waits for longer than this. */
  boolean hasOlder(Duration age) {
    long now = System.nanoTime();
    return waiting.values().stream().anyMatch(slot -> now - slot.since() > age.toNanos());
  }

  /** A request that takes longer than it can. */
  OptionalLong overdue(WorkerRoom room) {
    long now = System.nanoTime();
    return waiting.values().stream()
        .filter(slot -> now - slot.since() > room.patience(slot.request()).toNanos())
        .mapToLong(slot -> slot.request().id())
        .findFirst();
  }
}
