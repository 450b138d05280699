package dev.fractal.model;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * A model whose failed attempts are repeated, with one deadline over all of them. Waits stand in
 * the timer and hold no thread. A wait that would not end before the deadline is not begun: the
 * call fails at once with its last failure. Closing it cancels the calls that are under way.
 */
public final class RetryingModelClient implements ModelClient {
  private final ModelClient adapter;
  private final RetryPolicy policy;
  private final ScheduledExecutorService timer;
  private final RandomGenerator random;
  private final Set<RetriedCall> running = ConcurrentHashMap.newKeySet();

  /** The timer is shared and stays open when this client is closed; so does {@code random}. */
  public RetryingModelClient(
      ModelClient adapter,
      RetryPolicy policy,
      ScheduledExecutorService timer,
      RandomGenerator random) {
    this.adapter = adapter;
    this.policy = policy;
    this.timer = timer;
    this.random = random;
  }

  @Override
  public CompletableFuture<ModelReply> complete(ModelRequest request, Consumer<String> deltas) {
    RetriedCall call = new RetriedCall(adapter, policy, timer, random, request, deltas);
    running.add(call);
    var _ = call.result().whenComplete((reply, failure) -> running.remove(call));
    call.start();
    return call.result();
  }

  @Override
  public void close() {
    running.forEach(call -> call.result().cancel(true));
    adapter.close();
  }
}
