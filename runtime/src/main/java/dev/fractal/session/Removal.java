package dev.fractal.session;

import dev.fractal.session.SessionMessage.Removed;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes a purged session from the store; a store that is away is asked again. */
final class Removal {
  private static final Logger LOG = LoggerFactory.getLogger(Removal.class);
  private static final long PAUSE_SECONDS = 2;

  private final SessionServices services;

  Removal(SessionServices services) {
    this.services = services;
  }

  /** Completes with the message that the session gets; cancelling it ends the attempts. */
  CompletableFuture<SessionMessage> run(Work.Remove work) {
    var outcome = new CompletableFuture<SessionMessage>();
    services.workplace().io().execute(LogIds.about(work.session(), () -> attempt(work, outcome)));
    return outcome;
  }

  private void attempt(Work.Remove work, CompletableFuture<SessionMessage> outcome) {
    if (outcome.isDone()) {
      return;
    }
    var session = work.session();
    try {
      services.catalog().remove(session, () -> services.history().remove(session));
      outcome.complete(new Removed(work.key()));
    } catch (RuntimeException e) {
      LOG.warn("session {} could not be removed; it is tried again", session, e);
      CompletableFuture.delayedExecutor(PAUSE_SECONDS, TimeUnit.SECONDS, services.workplace().io())
          .execute(LogIds.about(session, () -> attempt(work, outcome)));
    }
  }
}
