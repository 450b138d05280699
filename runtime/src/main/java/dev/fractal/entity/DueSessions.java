package dev.fractal.entity;

import dev.fractal.persistence.catalog.Catalog;
import dev.fractal.persistence.catalog.Catalog.Due;
import dev.fractal.protocol.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes sessions that sleep and have waited long enough: the catalog says until when, and every
 * node of a cluster looks, so that none has to outlive another. A node wakes those of its own
 * shards, and a few of others that are overdue: their node may be gone, and the first one of a
 * shard that is woken gives it another. Waking one twice has no effect. A crowded node wakes few.
 * What was woken and is still listed is woken again after pauses that grow; a session that cannot
 * come to life keeps no other one waiting.
 */
public final class DueSessions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DueSessions.class);
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration OVERDUE = Duration.ofMillis(500);

  /** The part of its rate that a node wakes of others. */
  private static final int OTHERS = 2;

  /** The part of its rate at which a crowded node wakes: somebody else's cells stop no clock. */
  private static final int CROWDED = 10;

  private static final long CLOSE_SECONDS = 5;

  /** Due sessions that are looked at besides those which were woken lately. */
  private static final int LOOKED_AT = 1_000;

  /** Of those at most so many are passed over: more that cannot come to life hide others. */
  private static final int MOST_LEFT_ALONE = 10_000;

  private final Catalog catalog;
  private final Function<SessionId, ? extends CompletionStage<?>> waker;
  private final Predicate<SessionId> hosted;
  private final BooleanSupplier crowded;
  private final Clock clock;
  private final int perLook;
  private final WokenSessions woken = new WokenSessions();
  private final Semaphore unanswered;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("due-sessions").daemon().factory());

  /**
   * One that does not look yet.
   *
   * @param waker wakes a session and completes when it has answered
   * @param hosted whether a session belongs to this node at the moment, as far as it knows
   * @param crowded whether what was woken before keeps the node busy for a while
   * @param perSecond at most so many are woken, 1 or more
   */
  public DueSessions(
      Catalog catalog,
      Function<SessionId, ? extends CompletionStage<?>> waker,
      Predicate<SessionId> hosted,
      BooleanSupplier crowded,
      Clock clock,
      int perSecond) {
    this.catalog = catalog;
    this.waker = waker;
    this.hosted = hosted;
    this.crowded = crowded;
    this.clock = clock;
    this.perLook = (int) Math.ceilDiv(perSecond * LOOK.toMillis(), 1_000);
    this.unanswered = new Semaphore(2 * perSecond);
  }

  /** Looks from now on until it is closed. */
  public DueSessions started() {
    var _ = timer.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  private void look() {
    try {
      wakeSome(clock.instant());
    } catch (RuntimeException e) {
      LOG.warn("it cannot be seen which sessions have waited long enough: {}", e.toString());
    }
  }

  /** Wakes those that may be woken now. */
  void wakeSome(Instant now) {
    var due = catalog.due(now, LOOKED_AT + Math.min(woken.size(), MOST_LEFT_ALONE));
    woken.keep(due, now);
    var ready = due.stream().filter(one -> woken.mayWake(one, now)).toList();
    int most = crowded.getAsBoolean() ? Math.ceilDiv(perLook, CROWDED) : perLook;
    int own = wake(ready.stream().filter(this::isOwn).limit(most).toList(), now);
    var others =
        new ArrayList<>(
            ready.stream()
                .filter(one -> !isOwn(one) && one.since().plus(OVERDUE).isBefore(now))
                .toList());
    // Other nodes see the same ones.
    Collections.shuffle(others);
    int some = Math.min(most - own, Math.ceilDiv(most, OTHERS));
    wake(others.subList(0, Math.min(some, others.size())), now);
  }

  private boolean isOwn(Due due) {
    return hosted.test(due.session());
  }

  /** Wakes them as long as others answer; says how many. */
  private int wake(List<Due> some, Instant now) {
    int count = 0;
    for (var due : some) {
      if (!unanswered.tryAcquire()) {
        break;
      }
      wake(due, now);
      count++;
    }
    return count;
  }

  private void wake(Due due, Instant now) {
    var session = due.session();
    woken.add(due, now);
    var _ =
        waker
            .apply(session)
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
