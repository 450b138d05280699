package dev.fractal.entity.remember;

import dev.fractal.persistence.database.Backoff;
import dev.fractal.protocol.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.setup.Setup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions that an actor system starts by itself wherever their shards go; a part of the
 * system's set-up, without which {@link StoredEntities} has nothing to ask. Many shards ask at
 * once: a question that arrives while the store is asked waits for the next answer, which all that
 * wait share, so that no answer is older than its question.
 */
public final class RememberedSessions extends Setup {
  private static final Logger LOG = LoggerFactory.getLogger(RememberedSessions.class);
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

  private final Supplier<List<SessionId>> unfinished;
  private final Executor io;
  private @Nullable CompletableFuture<List<SessionId>> next;
  private boolean asking;

  /**
   * A set-up that has asked nothing yet.
   *
   * @param unfinished finds the sessions that have work left; blocks, and throws when it cannot
   *     tell
   * @param io threads that may block
   */
  public RememberedSessions(Supplier<List<SessionId>> unfinished, Executor io) {
    this.unfinished = unfinished;
    this.io = io;
  }

  /** Completes when the store has told; never with less than it told, and never with a failure. */
  CompletionStage<List<SessionId>> find() {
    CompletableFuture<List<SessionId>> answer;
    synchronized (this) {
      if (next == null) {
        next = new CompletableFuture<>();
      }
      answer = next;
    }
    askNext();
    return answer;
  }

  private void askNext() {
    CompletableFuture<List<SessionId>> answer;
    synchronized (this) {
      if (asking || next == null) {
        return;
      }
      asking = true;
      answer = next;
      next = null;
    }
    io.execute(() -> ask(answer, PAUSES));
  }

  private void ask(CompletableFuture<List<SessionId>> answer, Backoff pauses) {
    try {
      answer.complete(unfinished.get());
    } catch (RuntimeException e) {
      LOG.warn("the unfinished sessions could not be found; the store is asked again", e);
      pauses.after(io, () -> ask(answer, pauses.grown()));
      return;
    }
    synchronized (this) {
      asking = false;
    }
    askNext();
  }
}
