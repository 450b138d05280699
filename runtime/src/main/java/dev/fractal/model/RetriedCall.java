package dev.fractal.model;

import dev.fractal.model.ModelCallException.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One call with its attempts. At most one of an attempt and a wait is under way; whatever settles
 * the result ends both, so a call that is cancelled or out of time leaves nothing running.
 */
final class RetriedCall {
  private final ModelClient adapter;
  private final RetryPolicy policy;
  private final ScheduledExecutorService timer;
  private final RandomGenerator random;
  private final ModelRequest request;
  private final Consumer<String> deltas;
  private final CompletableFuture<ModelReply> result = new CompletableFuture<>();
  private final long end;

  private int attempts;
  private int lost;
  private @Nullable CompletableFuture<ModelReply> inFlight;
  private @Nullable Future<?> waiting;

  RetriedCall(
      ModelClient adapter,
      RetryPolicy policy,
      ScheduledExecutorService timer,
      RandomGenerator random,
      ModelRequest request,
      Consumer<String> deltas) {
    this.adapter = adapter;
    this.policy = policy;
    this.timer = timer;
    this.random = random;
    this.request = request;
    this.deltas = deltas;
    this.end = System.nanoTime() + request.deadline().toNanos();
  }

  CompletableFuture<ModelReply> result() {
    return result;
  }

  void start() {
    try {
      attempt();
      if (!result.isDone()) {
        Future<?> deadline = timer.schedule(this::outOfTime, remaining(), TimeUnit.NANOSECONDS);
        var _ = result.whenComplete((reply, failure) -> deadline.cancel(false));
        var _ = result.whenComplete((reply, failure) -> stopWork());
      }
    } catch (RejectedExecutionException closed) {
      result.cancel(false);
      stopWork();
    }
  }

  private void attempt() {
    int number;
    synchronized (this) {
      number = ++attempts;
    }
    if (result.isDone()) {
      return;
    }
    CompletableFuture<ModelReply> call = send(number);
    synchronized (this) {
      inFlight = call;
    }
    var _ = call.whenComplete(this::settle);
    if (result.isDone()) {
      call.cancel(true);
    }
  }

  private CompletableFuture<ModelReply> send(int number) {
    ModelRequest attempt =
        request.withAttempt(number).withDeadline(Duration.ofNanos(Math.max(1, remaining())));
    try {
      return adapter.complete(attempt, deltas);
    } catch (RuntimeException defect) {
      return CompletableFuture.failedFuture(defect);
    }
  }

  private void settle(@Nullable ModelReply reply, @Nullable Throwable failure) {
    if (reply != null) {
      result.complete(new ModelReply(reply.text(), reply.usage(), lostSoFar() + reply.lost()));
      return;
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof ModelCallException expected) {
      retryOrFail(expected);
    } else if (cause instanceof CancellationException) {
      result.cancel(false);
    } else {
      retryOrFail(defect(String.valueOf(cause)));
    }
  }

  private void retryOrFail(ModelCallException failure) {
    int failed;
    synchronized (this) {
      failed = attempts;
      inFlight = null;
      lost += failure.lost();
    }
    Duration wait = policy.backoff(failed, random);
    Duration asked = failure.retryAfter().orElse(Duration.ZERO);
    long nanos = Math.max(wait.toNanos(), asked.toNanos());
    if (!failure.kind().retryable() || failed >= policy.maxAttempts() || nanos >= remaining()) {
      fail(failure);
      return;
    }
    try {
      Future<?> retry = timer.schedule(this::attempt, nanos, TimeUnit.NANOSECONDS);
      synchronized (this) {
        waiting = retry;
      }
      if (result.isDone()) {
        retry.cancel(false);
      }
    } catch (RejectedExecutionException closed) {
      result.cancel(false);
    }
  }

  private void fail(ModelCallException last) {
    int made;
    int requests;
    synchronized (this) {
      made = attempts;
      requests = lost;
    }
    String said = String.valueOf(last.getMessage());
    String message = made == 1 ? said : said + " (attempt " + made + ", the last)";
    result.completeExceptionally(
        new ModelCallException(last.kind(), message, requests, last.retryAfter()));
  }

  private void outOfTime() {
    int requests;
    synchronized (this) {
      requests = lost + (inFlight == null ? 0 : 1);
    }
    result.completeExceptionally(
        new ModelCallException(
            Kind.TIMEOUT,
            "the model did not answer within "
                + request.deadline().toMillis()
                + " ms; allow the call more time or ask for less at once",
            requests,
            Optional.empty()));
  }

  private void stopWork() {
    CompletableFuture<ModelReply> call;
    Future<?> wait;
    synchronized (this) {
      call = inFlight;
      wait = waiting;
    }
    if (call != null) {
      call.cancel(true);
    }
    if (wait != null) {
      wait.cancel(false);
    }
  }

  private synchronized int lostSoFar() {
    return lost;
  }

  private long remaining() {
    return end - System.nanoTime();
  }

  private static ModelCallException defect(String what) {
    return new ModelCallException(
        Kind.BAD_REQUEST,
        "the model adapter failed in an unexpected way (" + what + "); report it as a defect",
        1,
        Optional.empty());
  }
}
