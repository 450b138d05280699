package dev.fractal.model;

import dev.fractal.model.ModelCallException.Kind;
import dev.fractal.protocol.Usage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A model whose calls the test completes itself; calls that were prepared are answered at once. */
final class FakeModelClient implements ModelClient {
  /** One call that arrived. */
  record Arrived(ModelRequest request, CompletableFuture<ModelReply> answer) {}

  private final Deque<CompletableFuture<ModelReply>> prepared = new ArrayDeque<>();
  private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
  private volatile boolean closed;

  synchronized FakeModelClient thenReplies(String text) {
    prepared.add(CompletableFuture.completedFuture(new ModelReply(text, Usage.UNKNOWN, 0)));
    return this;
  }

  FakeModelClient thenFails(Kind kind, int lost) {
    return thenFails(kind, lost, Optional.empty());
  }

  synchronized FakeModelClient thenFails(Kind kind, int lost, Optional<Duration> retryAfter) {
    prepared.add(
        CompletableFuture.failedFuture(
            new ModelCallException(kind, "the fake says " + kind, lost, retryAfter)));
    return this;
  }

  @Override
  public synchronized CompletableFuture<ModelReply> complete(
      ModelRequest request, Consumer<String> deltas) {
    CompletableFuture<ModelReply> answer =
        prepared.isEmpty() ? new CompletableFuture<>() : prepared.removeFirst();
    arrived.add(new Arrived(request, answer));
    return answer;
  }

  /** The next call that arrived, which must be there within 10 seconds. */
  Arrived next() throws InterruptedException {
    Arrived call = arrived.poll(10, TimeUnit.SECONDS);
    if (call == null) {
      throw new AssertionError("no call arrived");
    }
    return call;
  }

  /** Calls that arrived and were not taken with {@link #next}. */
  int waiting() {
    return arrived.size();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
