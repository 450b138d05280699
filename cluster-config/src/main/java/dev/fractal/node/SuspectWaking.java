package dev.fractal.node;

import dev.fractal.client.Sessions;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes sessions that may have ended the process before this one, each alone: after the turns of
 * the others have ended, and after the one before it has come through what it was doing. Nobody
 * waits for ever; whoever asks for such a session wakes it at once.
 */
final class SuspectWaking implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SuspectWaking.class);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Sessions sessions;
  private final JournalReader journal;
  private final Duration patience;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * A waking.
   *
   * @param patience how long one session waits for the others
   */
  SuspectWaking(Sessions sessions, JournalReader journal, Duration patience) {
    this.sessions = sessions;
    this.journal = journal;
    this.patience = patience;
  }

  /** Completes when all are awake. */
  CompletionStage<Void> start(List<SessionId> others, List<SessionId> suspects) {
    var done = new CompletableFuture<Void>();
    if (suspects.isEmpty()) {
      done.complete(null);
    } else {
      Thread.ofVirtual().name("suspects").start(() -> run(others, suspects, done));
    }
    return done;
  }

  private void run(List<SessionId> others, List<SessionId> suspects, CompletableFuture<Void> done) {
    try {
      waitUntil(() -> others.stream().noneMatch(this::hasTurn));
      for (var session : suspects) {
        var _ = waitUntil(() -> isAwake(session));
        var last = session.equals(suspects.getLast());
        if (!last && !waitUntil(() -> !WakingOrder.isBusy(journal, session))) {
          LOG.warn("session {} is not through what it was doing; others go on beside it", session);
        }
      }
      done.complete(null);
    } catch (InterruptedException e) {
      done.completeExceptionally(e);
    }
  }

  /** Whether it was so before the patience was over. */
  private boolean waitUntil(BooleanSupplier so) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (!holds(so)) {
      if (System.nanoTime() > end) {
        return false;
      }
      if (closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new InterruptedException("the node leaves");
      }
    }
    return true;
  }

  /** A store that is away says nothing now. */
  private static boolean holds(BooleanSupplier so) {
    try {
      return so.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.debug("a session could not be looked at: {}", e.toString());
      return false;
    }
  }

  private boolean hasTurn(SessionId session) {
    return described(session) instanceof SessionReply.Described described
        && described.openTurn().isPresent();
  }

  private boolean isAwake(SessionId session) {
    return described(session) != null;
  }

  private SessionReply described(SessionId session) {
    try {
      return sessions.describe(session).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IllegalStateException(session + " does not answer", e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
