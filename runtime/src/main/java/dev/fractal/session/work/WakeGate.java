package dev.fractal.session.work;

import dev.fractal.persistence.catalog.Wakes;
import dev.fractal.persistence.database.Backoff;
import dev.fractal.protocol.SessionId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the sessions of a node wake, and counts durably that they do, before they read their
 * journals: one that ends its process each time is barred instead of travelling from node to node.
 * A session that has not come to life since its last wake is a suspect; suspects wake one after the
 * other, so that those which only woke beside the culprit are cleared. A store that is away is
 * asked again.
 */
public final class WakeGate {
  /** Wakes in a row without coming to life after which a session is barred. */
  static final int MOST = 3;

  private static final Logger LOG = LoggerFactory.getLogger(WakeGate.class);
  private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

  private final @Nullable Wakes store;
  private final Executor io;
  private final Deque<Asker> suspects = new ArrayDeque<>();
  private final Set<SessionId> counted = new HashSet<>();
  private Map<SessionId, Asker> waiting = new HashMap<>();
  private Set<SessionId> alive = new HashSet<>();
  private Map<SessionId, String> barred = new HashMap<>();
  private @Nullable SessionId alone;
  private boolean working;

  /** A session that waits to be let in; the verdict is why it may not wake, or nothing. */
  private record Asker(SessionId session, CompletableFuture<Optional<String>> verdict) {}

  /** What is done in one go. */
  private record Round(
      Map<SessionId, Asker> waiting,
      Optional<Asker> suspect,
      Set<SessionId> alive,
      Map<SessionId, String> barred) {
    boolean isEmpty() {
      return waiting.isEmpty() && suspect.isEmpty() && alive.isEmpty() && barred.isEmpty();
    }
  }

  private WakeGate(@Nullable Wakes store, Executor io) {
    this.store = store;
    this.io = io;
  }

  /**
   * Wakes that are counted in a store.
   *
   * @param io threads that may block
   */
  public static WakeGate counted(Wakes store, Executor io) {
    return new WakeGate(store, io);
  }

  /** Every session may wake and nothing is counted: for a node whose sessions cannot travel. */
  public static WakeGate free() {
    return new WakeGate(null, Runnable::run);
  }

  /** Completes when the session may wake, or with the reason why it may not; never fails. */
  public CompletableFuture<Optional<String>> begin(SessionId session) {
    var verdict = new CompletableFuture<Optional<String>>();
    if (store == null) {
      verdict.complete(Optional.empty());
      return verdict;
    }
    synchronized (this) {
      waiting.put(session, new Asker(session, verdict));
    }
    goOn();
    return verdict;
  }

  /** The session has come to life, or its actor has ended and the process has not. */
  public void over(SessionId session) {
    synchronized (this) {
      waiting.remove(session);
      suspects.removeIf(asker -> asker.session().equals(session));
      if (counted.remove(session)) {
        alive.add(session);
      }
      if (session.equals(alone)) {
        alone = null;
      }
    }
    goOn();
  }

  /** Lets a barred session wake again, on any node. Blocks. */
  public void unbar(SessionId session) {
    if (store != null) {
      store.clear(List.of(session));
    }
  }

  /** Has a session woken no more, on any node. */
  public void bar(SessionId session, String reason) {
    synchronized (this) {
      counted.remove(session);
      barred.put(session, reason);
    }
    goOn();
  }

  private void goOn() {
    synchronized (this) {
      if (store == null || working || !hasWork()) {
        return;
      }
      working = true;
    }
    io.execute(() -> work(PAUSES));
  }

  private boolean hasWork() {
    boolean suspectMayWake = alone == null && !suspects.isEmpty();
    return suspectMayWake || !waiting.isEmpty() || !alive.isEmpty() || !barred.isEmpty();
  }

  private void work(Backoff pauses) {
    var round = next();
    while (!round.isEmpty()) {
      try {
        carryOut(round);
      } catch (RuntimeException e) {
        LOG.warn("wakes of sessions could not be counted; the store is asked again", e);
        putBack(round);
        pauses.after(io, () -> work(pauses.grown()));
        return;
      }
      round = next();
    }
  }

  private synchronized Round next() {
    var suspect = Optional.ofNullable(alone == null ? suspects.poll() : null);
    suspect.ifPresent(asker -> alone = asker.session());
    var round = new Round(waiting, suspect, alive, barred);
    waiting = new HashMap<>();
    alive = new HashSet<>();
    barred = new HashMap<>();
    working = !round.isEmpty();
    return round;
  }

  private synchronized void putBack(Round round) {
    round.waiting().forEach(waiting::putIfAbsent);
    alive.addAll(round.alive());
    round.barred().forEach(barred::putIfAbsent);
    round.suspect().ifPresent(suspects::addFirst);
    alone = round.suspect().isPresent() ? null : alone;
  }

  private void carryOut(Round round) {
    var wakes = Objects.requireNonNull(store);
    wakes.clear(round.alive());
    round.barred().forEach(wakes::bar);
    var known = wakes.find(round.waiting().keySet());
    var fresh = round.waiting().values().stream().filter(one -> tries(known, one) == 0).toList();
    letIn(wakes, fresh);
    letIn(wakes, round.suspect().stream().toList());
    round.waiting().values().stream()
        .filter(one -> !fresh.contains(one))
        .forEach(one -> judge(wakes, one, known));
  }

  private static int tries(Map<SessionId, Wakes.Tries> known, Asker one) {
    var tries = known.get(one.session());
    return tries == null ? 0 : tries.reason().isPresent() ? MOST : tries.tries();
  }

  private void letIn(Wakes wakes, Collection<Asker> askers) {
    var sessions = askers.stream().map(Asker::session).toList();
    wakes.count(sessions);
    synchronized (this) {
      counted.addAll(sessions);
    }
    askers.forEach(one -> one.verdict().complete(Optional.empty()));
  }

  private void judge(Wakes wakes, Asker one, Map<SessionId, Wakes.Tries> known) {
    int tries = tries(known, one);
    if (tries < MOST) {
      synchronized (this) {
        suspects.add(one);
      }
      return;
    }
    var reason =
        Optional.ofNullable(known.get(one.session()))
            .flatMap(Wakes.Tries::reason)
            .orElse("its process ended each of the " + tries + " times that it was woken");
    wakes.bar(one.session(), reason);
    one.verdict().complete(Optional.of(reason));
  }
}
