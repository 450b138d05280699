package dev.fractal.session.work;

import dev.fractal.persistence.database.Backoff;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.Removed;
import dev.fractal.session.state.Work;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes a purged session from the store; a store that is away is asked again. */
public final class Removal {
  private static final Logger LOG = LoggerFactory.getLogger(Removal.class);
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));

  private final SessionServices services;

  public Removal(SessionServices services) {
    this.services = services;
  }

  /** Completes with the message that the session gets; cancelling it ends the attempts. */
  CompletableFuture<SessionMessage> run(Work.Remove work) {
    var outcome = new CompletableFuture<SessionMessage>();
    services
        .workplace()
        .io()
        .execute(LogIds.about(work.session(), () -> attempt(work, outcome, PAUSES)));
    return outcome;
  }

  private void attempt(
      Work.Remove work, CompletableFuture<SessionMessage> outcome, Backoff pauses) {
    if (outcome.isDone()) {
      return;
    }
    var session = work.session();
    try {
      services.catalog().remove(session, () -> services.history().remove(session));
      outcome.complete(new Removed(work.key()));
    } catch (RuntimeException e) {
      LOG.warn("session {} could not be removed; it is tried again", session, e);
      pauses.after(
          services.workplace().io(),
          LogIds.about(session, () -> attempt(work, outcome, pauses.grown())));
    }
  }
}
