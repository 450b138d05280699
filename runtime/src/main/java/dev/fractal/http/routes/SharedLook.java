package dev.fractal.http.routes;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One look at a node's health for all who ask while it lasts: many of them cost what one costs. */
public final class SharedLook {
  private final Health health;
  private final Executor threads;
  private @Nullable CompletableFuture<List<Health.Check>> waiting;
  private boolean looking;

  public SharedLook(Health health, Executor threads) {
    this.health = health;
    this.threads = threads;
  }

  /** What a look finds that begins no earlier than now. */
  synchronized CompletionStage<List<Health.Check>> checks() {
    if (waiting == null) {
      waiting = new CompletableFuture<>();
    }
    var asked = waiting;
    if (!looking) {
      begin();
    }
    return asked;
  }

  private synchronized void begin() {
    var asked = waiting;
    looking = asked != null;
    waiting = null;
    if (asked != null) {
      var _ =
          CompletableFuture.supplyAsync(health::checks, threads)
              .whenComplete(
                  (checks, failure) -> {
                    begin();
                    if (failure == null) {
                      asked.complete(checks);
                    } else {
                      asked.completeExceptionally(failure);
                    }
                  });
    }
  }
}
