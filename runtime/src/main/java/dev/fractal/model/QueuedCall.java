package dev.fractal.model;

import dev.fractal.model.ModelCallException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A call on its way to a place among its provider's slots, and then in it. */
final class QueuedCall {
  private final ModelClient next;
  private final CallSlots slots;
  private final ModelRequest request;
  private final Consumer<String> deltas;
  private final long end;
  private final Runnable start = this::start;
  private final CompletableFuture<ModelReply> result = new CompletableFuture<>();

  QueuedCall(ModelClient next, CallSlots slots, ModelRequest request, Consumer<String> deltas) {
    this.next = next;
    this.slots = slots;
    this.request = request;
    this.deltas = deltas;
    this.end = System.nanoTime() + request.deadline().toNanos();
  }

  CompletableFuture<ModelReply> result() {
    return result;
  }

  void queue(ScheduledExecutorService timer) {
    try {
      Future<?> deadline =
          timer.schedule(this::expire, request.deadline().toNanos(), TimeUnit.NANOSECONDS);
      var _ = result.whenComplete((reply, failure) -> deadline.cancel(false));
    } catch (RejectedExecutionException closed) {
      result.cancel(false);
      return;
    }
    slots.enter(start);
    var _ = result.whenComplete((reply, failure) -> slots.withdraw(start));
  }

  /** Cancels the call if it has no place yet. */
  void leaveQueue() {
    if (slots.withdraw(start)) {
      result.cancel(true);
    }
  }

  private void start() {
    if (result.isDone()) {
      slots.release();
      return;
    }
    CompletableFuture<ModelReply> call = send();
    var _ = result.whenComplete((reply, failure) -> call.cancel(true));
    var _ = call.whenComplete((reply, failure) -> slots.release());
    var _ =
        call.whenComplete(
            (reply, failure) -> {
              if (failure == null) {
                result.complete(reply);
              } else {
                result.completeExceptionally(failure);
              }
            });
  }

  private CompletableFuture<ModelReply> send() {
    Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
    try {
      return next.complete(request.withDeadline(left), deltas);
    } catch (RuntimeException defect) {
      return CompletableFuture.failedFuture(defect);
    }
  }

  private void expire() {
    if (slots.withdraw(start)) {
      result.completeExceptionally(
          new ModelCallException(
              Kind.TIMEOUT,
              "no place for the call became free within "
                  + request.deadline().toMillis()
                  + " ms; raise the provider's max-concurrent or start fewer calls at once",
              0,
              Optional.empty()));
    }
  }
}
