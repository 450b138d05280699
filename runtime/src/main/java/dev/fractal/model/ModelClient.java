package dev.fractal.model;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A language model. Adapters make exactly one attempt per call; {@link ModelRequest#attempt} counts
 * them. Safe for use by several threads; no thread is held while the model works.
 */
public interface ModelClient extends AutoCloseable {
  /**
   * Asks the model.
   *
   * @param deltas receives pieces of the reply as they arrive, on any thread; they are transient
   * @return completes with the reply or with a {@link ModelCallException}; cancelling it cancels
   *     the request
   */
  CompletableFuture<ModelReply> complete(ModelRequest request, Consumer<String> deltas);

  @Override
  default void close() {}
}
