package dev.fractal.model;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * A model that at most so many calls use at a time, as its provider's {@link CallSlots} say. It
 * goes around the retries: a call keeps its place while it waits to be repeated, so that a provider
 * that limits the rate is not asked by others meanwhile. Waiting for a place counts into the
 * deadline, and a call that never got one has lost nothing.
 */
public final class ConcurrencyLimitedModelClient implements ModelClient {
  private final ModelClient next;
  private final CallSlots slots;
  private final ScheduledExecutorService timer;
  private final Set<QueuedCall> running = ConcurrentHashMap.newKeySet();

  /** The slots and the timer are shared and stay open when this client is closed. */
  public ConcurrencyLimitedModelClient(
      ModelClient next, CallSlots slots, ScheduledExecutorService timer) {
    this.next = next;
    this.slots = slots;
    this.timer = timer;
  }

  @Override
  public CompletableFuture<ModelReply> complete(ModelRequest request, Consumer<String> deltas) {
    QueuedCall call = new QueuedCall(next, slots, request, deltas);
    running.add(call);
    var _ = call.result().whenComplete((reply, failure) -> running.remove(call));
    call.queue(timer);
    return call.result();
  }

  /** Queued calls go first, else they would start in the places that the others leave. */
  @Override
  public void close() {
    running.forEach(QueuedCall::leaveQueue);
    running.forEach(call -> call.result().cancel(true));
    next.close();
  }
}
