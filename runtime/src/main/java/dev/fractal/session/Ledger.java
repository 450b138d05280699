package dev.fractal.session;

import dev.fractal.protocol.Sha256;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.TurnResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The account of a session's turns.
 *
 * @param accepted turns accepted so far; the newest has this number
 * @param ended turns ended so far
 * @param spend of all ended turns
 * @param requests turn by fingerprint of its request id, of all turns
 * @param queue turns that wait, oldest first
 * @param recent the newest results, oldest first
 * @param pause the step of the open turn that is finished before the session holds; none when it is
 *     not paused
 */
public record Ledger(
    int accepted,
    int ended,
    Spend spend,
    Map<Long, Integer> requests,
    List<Queued> queue,
    List<TurnResult> recent,
    Optional<Integer> pause) {
  static final Ledger EMPTY =
      new Ledger(0, 0, Spend.NONE, Map.of(), List.of(), List.of(), Optional.empty());
  private static final int RECENT = 16;

  public Ledger {
    requests = Map.copyOf(requests);
    queue = List.copyOf(queue);
    recent = List.copyOf(recent);
  }

  /** A turn that waits. */
  public record Queued(int turn, TurnRequest request) {}

  Optional<Integer> turnOf(String requestId) {
    return Optional.ofNullable(requests.get(fingerprint(requestId)));
  }

  Optional<TurnResult> result(int turn) {
    return recent.stream().filter(result -> result.turn() == turn).findFirst();
  }

  /** The newest turn that does not wait. */
  int begun() {
    return queue.isEmpty() ? accepted : queue.getFirst().turn() - 1;
  }

  boolean isQueued(int turn) {
    return queue.stream().anyMatch(queued -> queued.turn() == turn);
  }

  Ledger queued(int turn, TurnRequest request) {
    var longer = new ArrayList<>(queue);
    longer.add(new Queued(turn, request));
    return accept(turn, request).withQueue(longer);
  }

  Ledger opened(int turn, TurnRequest request) {
    return isQueued(turn) ? dequeued(turn) : accept(turn, request);
  }

  Ledger ended(TurnResult result) {
    var newest = new ArrayList<>(recent);
    newest.add(result);
    if (newest.size() > RECENT) {
      newest.removeFirst();
    }
    var shorter = dequeued(result.turn());
    return new Ledger(
        accepted, ended + 1, spend.plus(result.spend()), requests, shorter.queue, newest, pause);
  }

  /** Holds after so many steps of the open turn. */
  Ledger paused(int steps) {
    return new Ledger(accepted, ended, spend, requests, queue, recent, Optional.of(steps));
  }

  Ledger resumed() {
    return new Ledger(accepted, ended, spend, requests, queue, recent, Optional.empty());
  }

  private Ledger accept(int turn, TurnRequest request) {
    var known = new HashMap<>(requests);
    known.put(fingerprint(request.requestId()), turn);
    return new Ledger(turn, ended, spend, known, queue, recent, pause);
  }

  private Ledger dequeued(int turn) {
    return withQueue(queue.stream().filter(queued -> queued.turn() != turn).toList());
  }

  private Ledger withQueue(List<Queued> changed) {
    return new Ledger(accepted, ended, spend, requests, changed, recent, pause);
  }

  /** 64 bits of a SHA-256: two of a million request ids collide with a chance of 3 in 10^8. */
  private static long fingerprint(String requestId) {
    byte[] digest = Sha256.newDigest().digest(requestId.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest).getLong();
  }
}
