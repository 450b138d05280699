package dev.fractal.entity;

import dev.fractal.client.Sessions;
import dev.fractal.persistence.catalog.Catalog;
import dev.fractal.protocol.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes sessions that sleep and have waited long enough: the catalog says until when, and every
 * node of a cluster looks, so that none has to outlive another. Waking one twice has no effect.
 * What was woken and is still listed is woken again after a pause; a session that cannot come to
 * life keeps no other one waiting.
 */
public final class DueSessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DueSessions.class);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration AGAIN = Duration.ofSeconds(5);
  private static final long CLOSE_SECONDS = 5;

  /** Due sessions that are looked at, which bounds how many may be unable to come to life. */
  private static final int LOOKED_AT = 5_000;

  private final Catalog catalog;
  private final Sessions sessions;
  private final Clock clock;
  private final int perLook;
  private final Map<SessionId, Instant> woken = new HashMap<>();
  private final Semaphore unanswered;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("due-sessions").daemon().factory());

  private DueSessions(Catalog catalog, Sessions sessions, Clock clock, int perSecond) {
    this.catalog = catalog;
    this.sessions = sessions;
    this.clock = clock;
    this.perLook = (int) Math.ceilDiv(perSecond * LOOK.toMillis(), 1_000);
    this.unanswered = new Semaphore(2 * perSecond);
  }

  /**
   * Looks from now on until it is closed.
   *
   * @param sessions asked how they are, which wakes them
   * @param perSecond at most so many are woken, 1 or more
   */
  public static DueSessions start(Catalog catalog, Sessions sessions, Clock clock, int perSecond) {
    var due = new DueSessions(catalog, sessions, clock, perSecond);
    var _ = due.timer.scheduleWithFixedDelay(due::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return due;
  }

  private void look() {
    try {
      wakeSome(clock.instant());
    } catch (RuntimeException e) {
      LOG.warn("it cannot be seen which sessions have waited long enough: {}", e.toString());
    }
  }

  private void wakeSome(Instant now) {
    woken.values().removeIf(at -> at.plus(AGAIN).isBefore(now));
    catalog.due(now, LOOKED_AT).stream()
        .filter(session -> !woken.containsKey(session))
        .limit(perLook)
        .takeWhile(_ -> unanswered.tryAcquire())
        .forEach(session -> wake(session, now));
  }

  private void wake(SessionId session, Instant now) {
    woken.put(session, now);
    var _ =
        sessions
            .describe(session)
            .whenComplete(
                (_, problem) -> {
                  unanswered.release();
                  if (problem != null) {
                    LOG.info("session {} is due and did not answer; it is asked again", session);
                  }
                });
  }

  /** Looks no more; what was woken goes on. The store is not interrupted. */
  @Override
  public void close() {
    timer.shutdown();
    try {
      if (!timer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the store did not answer within {} s which sessions are due", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
