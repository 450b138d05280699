package dev.fractal.http.wire;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Counts the connections at a door, all and those of each client. When there is no place left, the
 * one in which nothing has been asked for longest makes room; so whoever keeps connections without
 * asking keeps nobody out. Safe for any thread.
 */
final class Turnstile {
  private static final int NETWORK_BYTES = 8;

  private final int most;
  private final int mostOfOne;
  private final long mostHeld;
  private final Executor later;
  private final Set<Visit> inside = new HashSet<>();
  private final Set<Visit> idle = new LinkedHashSet<>();
  private final Map<Object, Integer> counts = new HashMap<>();
  private final Map<Visit, Long> held = new LinkedHashMap<>();
  private long allHeld;
  private final CompletableFuture<Void> empty = new CompletableFuture<>();
  private @Nullable Next next;
  private boolean closed;

  /** Who came while everybody was busy. */
  private record Next(Visit visit, CompletableFuture<Boolean> entered) {}

  /**
   * A turnstile.
   *
   * @param most connections at a time
   * @param mostOfOne connections of one client at a time
   * @param mostHeld bytes of answers that their clients have not taken yet
   * @param later when a connection that has to go is cut though its answer has not left
   */
  Turnstile(int most, int mostOfOne, long mostHeld, Executor later) {
    this.most = most;
    this.mostOfOne = mostOfOne;
    this.mostHeld = mostHeld;
    this.later = later;
  }

  /**
   * Lets a connection in, at once or when there is a place; false when it has to go. One at a time.
   */
  synchronized CompletionStage<Boolean> enter(Visit visit) {
    if (closed || !mayHaveOneMore(visit)) {
      return CompletableFuture.completedFuture(false);
    }
    if (inside.size() >= most && !evicted(idle.stream().findFirst())) {
      next = new Next(visit, new CompletableFuture<>());
      return next.entered;
    }
    admit(visit);
    return CompletableFuture.completedFuture(true);
  }

  private boolean mayHaveOneMore(Visit visit) {
    var client = client(visit);
    return counts.getOrDefault(client, 0) < mostOfOne
        || evicted(idle.stream().filter(other -> client(other).equals(client)).findFirst());
  }

  private boolean evicted(Optional<Visit> visit) {
    visit.ifPresent(
        found -> {
          forget(found);
          found.evict(later);
        });
    return visit.isPresent();
  }

  private void admit(Visit visit) {
    inside.add(visit);
    idle.add(visit);
    counts.merge(client(visit), 1, Integer::sum);
  }

  private void forget(Visit visit) {
    idle.remove(visit);
    taken(visit);
    if (inside.remove(visit)) {
      counts.computeIfPresent(client(visit), (_, count) -> count == 1 ? null : count - 1);
    }
    if (closed && inside.isEmpty()) {
      empty.complete(null);
    }
  }

  /** A request of a connection is being answered. */
  synchronized void busy(Visit visit) {
    idle.remove(visit);
  }

  /** A connection has its answer. */
  synchronized void idle(Visit visit) {
    if (!inside.contains(visit)) {
      return;
    }
    if (closed) {
      visit.end();
    } else if (next == null) {
      idle.add(visit);
    } else {
      var _ = evicted(Optional.of(visit));
      enterNext();
    }
  }

  /** An answer waits to be taken. When all are too many the one that has waited longest goes. */
  synchronized void holds(Visit visit, long bytes) {
    taken(visit);
    if (inside.contains(visit)) {
      held.put(visit, bytes);
      allHeld += bytes;
    }
    while (allHeld > mostHeld && held.size() > 1) {
      var oldest = held.keySet().iterator().next();
      forget(oldest);
      oldest.cut();
    }
  }

  /** An answer has been taken. */
  synchronized void taken(Visit visit) {
    var bytes = held.remove(visit);
    allHeld -= bytes == null ? 0 : bytes;
  }

  /** A connection is over. */
  synchronized void leave(Visit visit) {
    forget(visit);
    if (next != null && next.visit.equals(visit)) {
      next.entered.complete(false);
      next = null;
    }
    if (inside.size() < most) {
      enterNext();
    }
  }

  private void enterNext() {
    if (next != null) {
      var entering = next;
      next = null;
      admit(entering.visit);
      entering.entered.complete(true);
    }
  }

  /** Lets nobody in any more and ends whoever is idle; completes when the last one has left. */
  synchronized CompletionStage<Void> close() {
    closed = true;
    if (next != null) {
      next.entered.complete(false);
      next = null;
    }
    idle.forEach(Visit::end);
    if (inside.isEmpty()) {
      empty.complete(null);
    }
    return empty;
  }

  /** Connections that are in. */
  synchronized int size() {
    return inside.size();
  }

  /** Ends all that are left. */
  void cut() {
    List<Visit> left;
    synchronized (this) {
      left = new ArrayList<>(inside);
    }
    left.forEach(Visit::cut);
  }

  /** Who has whole networks to himself is one client. */
  private static Object client(Visit visit) {
    InetAddress from = visit.from();
    return from instanceof Inet6Address
        ? ByteBuffer.wrap(from.getAddress(), 0, NETWORK_BYTES)
        : from;
  }
}
